package dev.sigil.scanner.dependency.format;

import dev.sigil.scanner.dependency.inventory.Dependency;
import dev.sigil.scanner.dependency.inventory.Dependency.Scope;
import dev.sigil.scanner.dependency.inventory.Ecosystem;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * pyproject.toml (PEP 621, PEP 735, Poetry), Pipfile, Cargo.toml and Gradle's version catalogue.
 */
final class TomlManifest implements DependencyFormat {
  private static final Pattern CARGO_EXACT = Pattern.compile("=\\s*(\\d+\\.\\d+\\.\\d+\\S*)");
  private static final Pattern POETRY_EXACT = Pattern.compile("(?:==)?\\s*(\\d[0-9A-Za-z.!+_-]*)");
  private static final Pattern LINE = Pattern.compile("\\R");
  private static final int MAX_LENGTH = 1 << 20;
  private static final int MAX_DEPTH = 100;
  private static final int MAX_COMMENT_LINES = 50;

  @Override
  public boolean accepts(String path) {
    return switch (Names.file(path)) {
      case "pyproject.toml", "Pipfile", "Cargo.toml" -> true;
      default -> path.endsWith(".versions.toml");
    };
  }

  @Override
  public boolean locks() {
    return false;
  }

  @Override
  public List<Dependency> read(String path, String text) {
    if (text.length() > MAX_LENGTH || depth(text) > MAX_DEPTH) {
      throw new UnreadableException("it is too long or nested too deeply");
    }
    TomlParseResult root = Toml.parse(text);
    if (root.hasErrors()) {
      throw new UnreadableException("it is not TOML");
    }
    return switch (Names.file(path)) {
      case "pyproject.toml" ->
          pyproject(root, LINE.split(text, -1), new Listing(Ecosystem.PYPI, path));
      case "Pipfile" -> pipfile(root, new Listing(Ecosystem.PYPI, path));
      case "Cargo.toml" -> cargo(root, new Listing(Ecosystem.CARGO, path));
      default -> catalogue(root, new Listing(Ecosystem.MAVEN, path));
    };
  }

  /* The parser calls itself for each level. */
  private static int depth(String text) {
    int depth = 0;
    int deepest = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
      deepest = Math.max(deepest, depth);
    }
    return deepest;
  }

  private static List<Dependency> pyproject(TomlTable root, String[] lines, Listing listing) {
    strings(table(root, "project"), "dependencies", Scope.RUNTIME, lines, listing);
    groups(table(table(root, "project"), "optional-dependencies"), lines, listing);
    groups(table(root, "dependency-groups"), lines, listing);
    TomlTable poetry = table(table(root, "tool"), "poetry");
    versions(table(poetry, "dependencies"), Scope.RUNTIME, POETRY_EXACT, listing);
    versions(table(poetry, "dev-dependencies"), Scope.DEVELOPMENT, POETRY_EXACT, listing);
    TomlTable groups = table(poetry, "group");
    for (String group : groups.keySet()) {
      TomlTable members = table(table(groups, group), "dependencies");
      versions(members, Names.ofGroup(group), POETRY_EXACT, listing);
    }
    return listing.all();
  }

  private static List<Dependency> pipfile(TomlTable root, Listing listing) {
    versions(table(root, "packages"), Scope.RUNTIME, POETRY_EXACT, listing);
    versions(table(root, "dev-packages"), Scope.DEVELOPMENT, POETRY_EXACT, listing);
    return listing.all();
  }

  private static List<Dependency> cargo(TomlTable root, Listing listing) {
    crates(root, listing);
    crates(table(root, "workspace"), listing);
    TomlTable targets = table(root, "target");
    targets.keySet().forEach(target -> crates(table(targets, target), listing));
    return listing.all();
  }

  private static void crates(TomlTable parent, Listing listing) {
    versions(table(parent, "dependencies"), Scope.RUNTIME, CARGO_EXACT, listing);
    versions(table(parent, "build-dependencies"), Scope.RUNTIME, CARGO_EXACT, listing);
    versions(table(parent, "dev-dependencies"), Scope.DEVELOPMENT, CARGO_EXACT, listing);
  }

  private static List<Dependency> catalogue(TomlTable root, Listing listing) {
    TomlTable versions = table(root, "versions");
    TomlTable libraries = table(root, "libraries");
    for (String alias : libraries.keySet()) {
      Object value = libraries.get(List.of(alias));
      int line = line(libraries, alias);
      if (value instanceof String text && text.split(":", -1).length == 3) {
        int colon = text.lastIndexOf(':');
        String version = text.substring(colon + 1);
        listing.asked(text.substring(0, colon), version, version, Scope.RUNTIME, line);
      } else if (value instanceof TomlTable library) {
        String version = version(library, versions);
        String module =
            text(library, "module").isEmpty()
                ? text(library, "group") + ":" + text(library, "name")
                : text(library, "module");
        listing.asked(module, version, version, Scope.RUNTIME, line);
      }
    }
    return listing.all();
  }

  private static String version(TomlTable library, TomlTable versions) {
    Object version = library.get(List.of("version"));
    if (version instanceof TomlTable reference && !text(reference, "ref").isEmpty()) {
      return text(versions, text(reference, "ref"));
    }
    return version instanceof String text ? text : "";
  }

  private static void groups(TomlTable groups, String[] lines, Listing listing) {
    groups.keySet().forEach(group -> strings(groups, group, Names.ofGroup(group), lines, listing));
  }

  private static void strings(
      TomlTable parent, String key, Scope scope, String[] lines, Listing listing) {
    if (parent.get(List.of(key)) instanceof TomlArray array) {
      for (int i = 0; i < array.size(); i++) {
        if (array.get(i) instanceof String text) {
          int line = lineOf(text, array.inputPositionOf(i).line(), lines);
          Requirement.parse(text).ifPresent(each -> each.askedIn(listing, scope, line));
        }
      }
    }
  }

  /* The position of an element is where the one before it ends. */
  private static int lineOf(String text, int from, String[] lines) {
    for (int i = from - 1; i < Math.min(lines.length, from + MAX_COMMENT_LINES); i++) {
      if (lines[i].contains(text)) {
        return i + 1;
      }
    }
    return from;
  }

  private static void versions(TomlTable table, Scope scope, Pattern exact, Listing listing) {
    for (String name : table.keySet()) {
      Object value = table.get(List.of(name));
      int line = line(table, name);
      if (value instanceof String range) {
        ask(name, range, scope, exact, line, listing);
      } else if (value instanceof TomlTable details && !name.equals("python")) {
        String real = text(details, "package").isEmpty() ? name : text(details, "package");
        ask(real, range(details), scope, exact, line, listing);
      }
    }
  }

  private static void ask(
      String name, String range, Scope scope, Pattern exact, int line, Listing listing) {
    if (!name.equals("python")) {
      Matcher matcher = exact.matcher(range);
      listing.asked(name, matcher.matches() ? matcher.group(1) : "", range, scope, line);
    }
  }

  private static String range(TomlTable details) {
    if (!text(details, "path").isEmpty()) {
      return "path:" + text(details, "path");
    }
    if (!text(details, "git").isEmpty()) {
      return "git+" + text(details, "git") + "@" + text(details, "rev") + text(details, "ref");
    }
    return text(details, "url").isEmpty() ? text(details, "version") : text(details, "url");
  }

  private static TomlTable table(TomlTable parent, String key) {
    return parent.get(List.of(key)) instanceof TomlTable table ? table : Toml.parse("");
  }

  private static String text(TomlTable table, String key) {
    return table.get(List.of(key)) instanceof String text ? text : "";
  }

  private static int line(TomlTable table, String key) {
    @Nullable TomlPosition position = table.inputPositionOf(List.of(key));
    return position == null ? 0 : position.line();
  }
}
