package dev.sigil.scanner.dependency.format;

import dev.sigil.scanner.dependency.inventory.Dependency;
import dev.sigil.scanner.dependency.inventory.Dependency.Scope;
import dev.sigil.scanner.dependency.inventory.Ecosystem;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** npm's lockfile in its versions 1 (a tree of names), 2 and 3 (a list of places). */
final class NpmLock implements DependencyFormat {
  private static final String MODULES = "node_modules/";

  @Override
  public boolean accepts(String path) {
    String name = Names.file(path);
    return name.equals("package-lock.json") || name.equals("npm-shrinkwrap.json");
  }

  @Override
  public boolean locks() {
    return true;
  }

  @Override
  public List<Dependency> read(String path, String text) {
    Node root = JsonNodes.parse(text);
    Listing listing = new Listing(Ecosystem.NPM, path);
    if (root.fields().containsKey("packages")) {
      places(root.field("packages").fields(), listing);
    } else {
      tree(root.field("dependencies").fields(), true, listing);
    }
    return listing.all();
  }

  private static void places(Map<String, Node> places, Listing listing) {
    Set<String> direct = new HashSet<>();
    places.forEach(
        (place, node) -> {
          if (!place.contains(MODULES)) {
            direct.addAll(node.field("dependencies").fields().keySet());
            direct.addAll(node.field("devDependencies").fields().keySet());
            direct.addAll(node.field("optionalDependencies").fields().keySet());
          }
        });
    places.forEach(
        (place, node) -> {
          int at = place.lastIndexOf(MODULES);
          if (at >= 0) {
            String installed = place.substring(at + MODULES.length());
            String name = node.text("name").isEmpty() ? installed : node.text("name");
            lock(name, node, at == 0 && direct.contains(installed), listing);
          }
        });
  }

  private static void tree(Map<String, Node> dependencies, boolean top, Listing listing) {
    dependencies.forEach(
        (name, node) -> {
          lock(name, node, top, listing);
          tree(node.field("dependencies").fields(), false, listing);
        });
  }

  private static void lock(String name, Node node, boolean direct, Listing listing) {
    String version = node.text("version");
    boolean address = version.contains("/") || version.contains(":");
    String resolved = node.text("resolved");
    String source = node.isTrue("link") ? "link:" + resolved : address ? version : resolved;
    if (node.isTrue("inBundle") || node.isTrue("bundled")) {
      source = "bundled:" + source;
    }
    Scope scope =
        node.isTrue("dev") || node.isTrue("devOptional")
            ? Scope.DEVELOPMENT
            : node.isTrue("optional") ? Scope.OPTIONAL : Scope.RUNTIME;
    listing.locked(
        name, address ? "" : version, scope, direct, source, node.text("integrity"), node.line());
  }
}
