package dev.sigil.scanner.dependency.format;

import dev.sigil.scanner.dependency.inventory.Dependency;
import dev.sigil.scanner.dependency.inventory.Dependency.Scope;
import dev.sigil.scanner.dependency.inventory.Ecosystem;
import java.util.List;

/** Pipenv's lockfile. */
final class PipfileLock implements DependencyFormat {
  @Override
  public boolean accepts(String path) {
    return Names.file(path).equals("Pipfile.lock");
  }

  @Override
  public boolean locks() {
    return true;
  }

  @Override
  public List<Dependency> read(String path, String text) {
    Node root = JsonNodes.parse(text);
    Listing listing = new Listing(Ecosystem.PYPI, path);
    section(root.field("default"), Scope.RUNTIME, listing);
    section(root.field("develop"), Scope.DEVELOPMENT, listing);
    return listing.all();
  }

  private static void section(Node section, Scope scope, Listing listing) {
    section
        .fields()
        .forEach(
            (name, node) -> {
              List<Node> hashes = node.field("hashes").items();
              String address =
                  node.text("git").isEmpty() ? node.text("file") : "git+" + node.text("git");
              listing.locked(
                  name,
                  Names.exactPython(node.text("version")),
                  scope,
                  !node.text("index").isEmpty(),
                  node.text("path").isEmpty() ? address : "path:" + node.text("path"),
                  hashes.isEmpty() ? "" : hashes.getFirst().text(),
                  node.line());
            });
  }
}
