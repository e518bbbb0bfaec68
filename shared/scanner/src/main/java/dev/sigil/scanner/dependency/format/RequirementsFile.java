package dev.sigil.scanner.dependency.format;

import dev.sigil.scanner.dependency.inventory.Dependency;
import dev.sigil.scanner.dependency.inventory.Dependency.Scope;
import dev.sigil.scanner.dependency.inventory.Ecosystem;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * pip's requirements files, with continued lines, hashes and comments; included files are files.
 */
final class RequirementsFile implements DependencyFormat {
  private static final Pattern NAME =
      Pattern.compile("(.*[-_.])?(requirements|constraints)([-_.].*)?\\.(txt|in|pip)");
  private static final Pattern FOLDER = Pattern.compile("(.*/)?requirements/[^/]+\\.(txt|in)");
  private static final Pattern LINE = Pattern.compile("\\R");
  private static final Pattern COMMENT = Pattern.compile("(^|\\s)#.*");
  private static final Pattern HASH = Pattern.compile("--hash[= ](\\w+):([0-9a-fA-F]+)");
  private static final Pattern OPTION = Pattern.compile("\\s--[a-z].*");
  private static final Pattern EDITABLE = Pattern.compile("\\s*(-e|--editable)[ =]\\s*(\\S+).*");
  private static final Pattern EGG = Pattern.compile(".*[#&]egg=([A-Za-z0-9._-]+).*");

  @Override
  public boolean accepts(String path) {
    return NAME.matcher(Names.file(path)).matches() || FOLDER.matcher(path).matches();
  }

  @Override
  public boolean locks() {
    return false;
  }

  @Override
  public List<Dependency> read(String path, String text) {
    Listing listing = new Listing(Ecosystem.PYPI, path);
    Scope scope =
        Names.ofGroup(Names.file(path)) == Scope.DEVELOPMENT ? Scope.DEVELOPMENT : Scope.RUNTIME;
    StringBuilder joined = new StringBuilder();
    int start = 1;
    int line = 0;
    for (String each : LINE.split(text, -1)) {
      line++;
      if (joined.isEmpty()) {
        start = line;
      }
      if (each.endsWith("\\")) {
        joined.append(each, 0, each.length() - 1).append(' ');
      } else {
        read(joined.append(each).toString(), scope, start, listing);
        joined.setLength(0);
      }
    }
    read(joined.toString(), scope, start, listing);
    return listing.all();
  }

  private static void read(String line, Scope scope, int number, Listing listing) {
    String plain = COMMENT.matcher(line).replaceFirst("");
    Matcher editable = EDITABLE.matcher(plain);
    if (editable.matches()) {
      Matcher egg = EGG.matcher(editable.group(2));
      listing.asked(egg.matches() ? egg.group(1) : "", "", editable.group(2), scope, number);
      return;
    }
    Matcher hash = HASH.matcher(plain);
    String digest = hash.find() ? hash.group(1) + ":" + hash.group(2) : "";
    Requirement.parse(OPTION.matcher(plain).replaceFirst(""))
        .ifPresent(
            each ->
                listing.add(
                    each.name(),
                    Names.exactPython(each.range()),
                    each.range(),
                    scope,
                    true,
                    "",
                    digest,
                    number));
  }
}
