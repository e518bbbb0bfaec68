package dev.sigil.scanner.dependency.format;

import dev.sigil.scanner.dependency.inventory.Dependency;
import dev.sigil.scanner.dependency.inventory.Dependency.Scope;
import dev.sigil.scanner.dependency.inventory.Ecosystem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * go.mod, whose versions Go takes as they are; a replacement takes the place of what it replaces.
 */
final class GoModule implements DependencyFormat {
  private static final Pattern LINE = Pattern.compile("\\R");
  private static final Pattern REQUIRED =
      Pattern.compile("\\s*(?:require\\s+)?([^\\s()]+\\.[^\\s()]*)\\s+(v\\d\\S*)\\s*(//.*)?");
  private static final Pattern REPLACED =
      Pattern.compile("\\s*(?:replace\\s+)?(\\S+)(?:\\s+v\\S+)?\\s+=>\\s+(\\S+)(?:\\s+(v\\S+))?.*");
  private static final Pattern BLOCK = Pattern.compile("\\s*(\\w+)\\s*\\(.*");

  @Override
  public boolean accepts(String path) {
    return Names.file(path).equals("go.mod");
  }

  @Override
  public boolean locks() {
    return true;
  }

  @Override
  public List<Dependency> read(String path, String text) {
    String[] lines = LINE.split(text, -1);
    Map<String, Matcher> replaced = replacements(lines);
    Listing listing = new Listing(Ecosystem.GO, path);
    String block = "";
    for (int i = 0; i < lines.length; i++) {
      Matcher opening = BLOCK.matcher(lines[i]);
      if (opening.matches()) {
        block = opening.group(1);
      } else if (lines[i].strip().equals(")")) {
        block = "";
      } else if (block.equals("require") || lines[i].strip().startsWith("require ")) {
        require(lines[i], i + 1, replaced, listing);
      }
    }
    return listing.all();
  }

  private static void require(
      String text, int line, Map<String, Matcher> replaced, Listing listing) {
    Matcher required = REQUIRED.matcher(text);
    if (!required.matches()) {
      return;
    }
    String comment = required.group(3);
    boolean direct = comment == null || !comment.contains("indirect");
    Matcher other = replaced.get(required.group(1));
    if (other == null) {
      listing.locked(required.group(1), required.group(2), Scope.RUNTIME, direct, "", "", line);
    } else if (other.group(3) == null) {
      listing.locked(
          required.group(1), "", Scope.RUNTIME, direct, "path:" + other.group(2), "", line);
    } else {
      listing.locked(other.group(2), other.group(3), Scope.RUNTIME, direct, "", "", line);
    }
  }

  private static Map<String, Matcher> replacements(String[] lines) {
    Map<String, Matcher> replaced = new HashMap<>();
    for (String line : lines) {
      Matcher matcher = REPLACED.matcher(line);
      if (line.contains("=>") && matcher.matches()) {
        replaced.put(matcher.group(1), matcher);
      }
    }
    return replaced;
  }
}
