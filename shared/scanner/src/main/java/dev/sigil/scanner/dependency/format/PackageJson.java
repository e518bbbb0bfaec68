package dev.sigil.scanner.dependency.format;

import dev.sigil.scanner.dependency.inventory.Dependency;
import dev.sigil.scanner.dependency.inventory.Dependency.Scope;
import dev.sigil.scanner.dependency.inventory.Ecosystem;
import java.util.List;
import java.util.Map;

/**
 * The {@code package.json} of npm, pnpm, yarn and bun. Peers are the installer's choice: left out.
 */
final class PackageJson implements DependencyFormat {
  private static final Map<String, Scope> GROUPS =
      Map.of(
          "dependencies",
          Scope.RUNTIME,
          "optionalDependencies",
          Scope.OPTIONAL,
          "devDependencies",
          Scope.DEVELOPMENT);
  private static final String ALIAS = "npm:";

  @Override
  public boolean accepts(String path) {
    return Names.file(path).equals("package.json");
  }

  @Override
  public boolean locks() {
    return false;
  }

  @Override
  public List<Dependency> read(String path, String text) {
    Listing listing = new Listing(Ecosystem.NPM, path);
    JsonNodes.parse(text)
        .fields()
        .forEach(
            (group, dependencies) -> {
              Scope scope = GROUPS.get(group);
              if (scope != null) {
                dependencies.fields().forEach((name, range) -> ask(listing, name, range, scope));
              }
            });
    return listing.all();
  }

  private static void ask(Listing listing, String name, Node node, Scope scope) {
    String range = node.text();
    int at = range.lastIndexOf('@');
    boolean alias = range.startsWith(ALIAS) && at > ALIAS.length();
    String real = alias ? range.substring(ALIAS.length(), at) : name;
    String wanted = alias ? range.substring(at + 1) : range;
    listing.asked(real, Names.exactNpm(wanted), wanted, scope, node.line());
  }
}
