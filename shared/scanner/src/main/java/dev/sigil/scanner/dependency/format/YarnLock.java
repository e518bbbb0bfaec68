package dev.sigil.scanner.dependency.format;

import dev.sigil.scanner.dependency.inventory.Dependency;
import dev.sigil.scanner.dependency.inventory.Dependency.Scope;
import dev.sigil.scanner.dependency.inventory.Ecosystem;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** yarn's lockfile: the indented text of version 1 and the YAML of berry. */
final class YarnLock implements DependencyFormat {
  private static final Pattern FIELD =
      Pattern.compile("  (version|resolved|integrity) \"?([^\"]{0,2000}?)\"?\\s*");
  private static final Pattern LINE = Pattern.compile("\\R");
  private static final String REGISTRY = "npm:";

  @Override
  public boolean accepts(String path) {
    return Names.file(path).equals("yarn.lock");
  }

  @Override
  public boolean locks() {
    return true;
  }

  @Override
  public List<Dependency> read(String path, String text) {
    Listing listing = new Listing(Ecosystem.NPM, path);
    if (text.contains("\n__metadata:")) {
      berry(YamlNodes.parse(text), listing);
    } else {
      classic(text, listing);
    }
    return listing.all();
  }

  private static void berry(Node root, Listing listing) {
    root.fields()
        .forEach(
            (descriptors, node) -> {
              String resolution = node.text("resolution");
              int at = resolution.indexOf('@', 1);
              if (at > 0) {
                String locator = resolution.substring(at + 1);
                listing.locked(
                    resolution.substring(0, at),
                    node.text("version"),
                    Scope.RUNTIME,
                    false,
                    locator.startsWith(REGISTRY) ? "" : locator,
                    node.text("checksum"),
                    node.line());
              }
            });
  }

  private static void classic(String text, Listing listing) {
    Entry entry = new Entry("", 0);
    int line = 0;
    for (String each : LINE.split(text, -1)) {
      line++;
      if (!each.isEmpty() && each.charAt(0) != ' ' && each.charAt(0) != '#') {
        entry.list(listing);
        entry = new Entry(name(each), line);
      } else {
        entry.read(each);
      }
    }
    entry.list(listing);
  }

  /* `"@a/b@^1.0.0", "@a/b@^1.2.0":`; an alias names the real package behind npm: */
  private static String name(String header) {
    String first = header.replaceFirst("^\"", "").replaceFirst("\"?(,|:).*$", "");
    String whole = header.replaceFirst("^\"", "");
    int alias = whole.indexOf("@" + REGISTRY);
    String from = alias > 0 ? whole.substring(alias + 1 + REGISTRY.length()) : first;
    int at = from.indexOf('@', 1);
    return at < 0 ? from : from.substring(0, at);
  }

  private static final class Entry {
    private final String name;
    private final int line;
    private String version = "";
    private String resolved = "";
    private String integrity = "";

    Entry(String name, int line) {
      this.name = name;
      this.line = line;
    }

    void read(String text) {
      Matcher field = FIELD.matcher(text);
      if (field.matches()) {
        switch (field.group(1)) {
          case "version" -> version = field.group(2);
          case "resolved" -> resolved = field.group(2);
          default -> integrity = field.group(2);
        }
      }
    }

    void list(Listing listing) {
      if (!version.isEmpty()) {
        int hash = resolved.indexOf('#');
        String digest =
            integrity.isEmpty() && hash > 0 ? "sha1-" + resolved.substring(hash + 1) : integrity;
        listing.locked(name, version, Scope.RUNTIME, false, resolved, digest, line);
      }
    }
  }
}
