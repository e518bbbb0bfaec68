package dev.sigil.scanner.dependency.format;

import dev.sigil.scanner.dependency.inventory.Dependency;
import dev.sigil.scanner.dependency.inventory.Dependency.Scope;
import dev.sigil.scanner.dependency.inventory.Ecosystem;
import dev.sigil.scanner.detect.Location;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** pnpm's lockfile, versions 5 ({@code /name/1.0.0}) to 9 ({@code name@1.0.0}). */
final class PnpmLock implements DependencyFormat {
  private static final List<String> RUNTIME = List.of("dependencies", "optionalDependencies");

  /** A package's key without its peers. */
  private record Key(String name, String version) {
    private static final Pattern FORM = Pattern.compile("/?(@[^/]+/[^/@]+|[^/@]+)[@/]([^(_]*).*");

    static Key of(String key) {
      Matcher form = FORM.matcher(key);
      return form.matches() ? new Key(form.group(1), form.group(2)) : new Key(key, "");
    }

    String text() {
      return name + "@" + version;
    }
  }

  @Override
  public boolean accepts(String path) {
    return Names.file(path).equals("pnpm-lock.yaml");
  }

  @Override
  public boolean locks() {
    return true;
  }

  @Override
  public List<Dependency> read(String path, String text) {
    Node root = YamlNodes.parse(text);
    Map<String, Node> importers =
        root.fields().containsKey("importers")
            ? shipped(root.field("importers").fields())
            : Map.of(".", root);
    Set<String> direct =
        roots(importers, List.of("dependencies", "optionalDependencies", "devDependencies"));
    boolean flagged = !root.fields().containsKey("snapshots");
    Set<String> shipped =
        flagged ? Set.of() : Reach.from(roots(importers, RUNTIME), edges(root.field("snapshots")));
    Listing listing = new Listing(Ecosystem.NPM, path);
    root.field("packages")
        .fields()
        .forEach(
            (id, node) -> {
              Key key = Key.of(id);
              boolean development = flagged ? node.isTrue("dev") : !shipped.contains(key.text());
              listing.locked(
                  node.text("name").isEmpty() ? key.name() : node.text("name"),
                  version(key, node),
                  development ? Scope.DEVELOPMENT : Scope.RUNTIME,
                  direct.contains(key.text()),
                  source(node.field("resolution")),
                  node.field("resolution").text("integrity"),
                  node.line());
            });
    return listing.all();
  }

  private static String version(Key key, Node node) {
    if (!node.text("version").isEmpty()) {
      return node.text("version");
    }
    return key.version().contains(":") || key.version().contains("/") ? "" : key.version();
  }

  private static String source(Node resolution) {
    if (!resolution.text("directory").isEmpty()) {
      return "directory:" + resolution.text("directory");
    }
    if (!resolution.text("repo").isEmpty()) {
      return "git+" + resolution.text("repo") + "#" + resolution.text("commit");
    }
    return resolution.text("tarball");
  }

  /* A workspace's examples and tests have needs of their own, which do not ship. */
  private static Map<String, Node> shipped(Map<String, Node> importers) {
    Map<String, Node> shipped = new LinkedHashMap<>(importers);
    shipped.keySet().removeIf(folder -> !Location.of(folder + "/package.json", "").shipped());
    return shipped;
  }

  private static Set<String> roots(Map<String, Node> importers, List<String> groups) {
    Set<String> roots = new HashSet<>();
    for (Node importer : importers.values()) {
      for (String group : groups) {
        importer
            .field(group)
            .fields()
            .forEach(
                (name, node) ->
                    roots.add(
                        reference(
                            name, node.text().isEmpty() ? node.text("version") : node.text())));
      }
    }
    return roots;
  }

  private static Map<String, List<String>> edges(Node snapshots) {
    Map<String, List<String>> edges = new HashMap<>();
    snapshots
        .fields()
        .forEach(
            (id, node) -> {
              List<String> next =
                  edges.computeIfAbsent(Key.of(id).text(), key -> new ArrayList<>());
              RUNTIME.forEach(
                  group ->
                      node.field(group)
                          .fields()
                          .forEach((name, version) -> next.add(reference(name, version.text()))));
            });
    return edges;
  }

  /* A value is a version, or for an alias the whole key of another package. */
  private static String reference(String name, String value) {
    Key key = Key.of(value);
    boolean alias = !key.version().isEmpty() && !Character.isDigit(value.charAt(0));
    return alias ? key.text() : Key.of(name + "@" + value).text();
  }
}
