package dev.sigil.builder.detect.node;

import dev.sigil.builder.detect.Folder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commands that install a package's dependencies. Managers other than npm run through npx, so
 * that Node.js is all a build needs. Nothing here runs a package's own scripts: that is a separate
 * step which people see.
 */
sealed interface PackageManager {
  /** Installs all dependencies, or those of production only. */
  List<String> install(boolean production);

  /** Removes what only the build needed. */
  List<String> prune();

  /** Runs the install scripts of dependencies, for those that compile native code. */
  List<String> rebuild();

  /** The lock file in {@code folder}, if any; it decides the manager. */
  String lockFile();

  /** The manager whose lock file {@code folder} holds; npm when there is none. */
  static PackageManager of(Folder folder, PackageJson json) {
    if (folder.has("package-lock.json")) {
      return new Npm("package-lock.json");
    }
    if (folder.has("npm-shrinkwrap.json")) {
      return new Npm("npm-shrinkwrap.json");
    }
    if (folder.has("pnpm-lock.yaml")) {
      return new Pnpm(version(json, "pnpm").orElseGet(() -> pnpmFor(folder)));
    }
    if (folder.has("yarn.lock")) {
      boolean berry = folder.size("yarn.lock") <= Folder.MAX_BYTES * 8L && isBerry(folder);
      return berry ? new Berry(version(json, "yarn").orElse("4")) : new YarnClassic();
    }
    return new Npm("");
  }

  private static boolean isBerry(Folder folder) {
    return folder
        .bytes("yarn.lock", Folder.MAX_BYTES * 8)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .filter(text -> text.contains("\n__metadata:"))
        .isPresent();
  }

  private static String pnpmFor(Folder folder) {
    boolean old =
        folder
            .bytes("pnpm-lock.yaml", Folder.MAX_BYTES * 8)
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
            .filter(text -> Pattern.compile("^lockfileVersion: '?[56]").matcher(text).find())
            .isPresent();
    return old ? "8" : "10";
  }

  /** The version that {@code "packageManager": "pnpm@9.1.0+sha512…"} pins. */
  private static Optional<String> version(PackageJson json, String manager) {
    Matcher matcher =
        Pattern.compile(manager + "@([0-9]{1,4}(?:\\.[0-9]{1,6}){0,2})(?:[+].*)?")
            .matcher(json.packageManager());
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static List<String> with(List<String> command, String... more) {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(more));
    return all;
  }

  record Npm(String lockFile) implements PackageManager {
    @Override
    public List<String> install(boolean production) {
      return List.of(
          "npm",
          lockFile.isEmpty() ? "install" : "ci",
          production ? "--omit=dev" : "--include=dev",
          "--ignore-scripts",
          "--no-audit",
          "--no-fund");
    }

    @Override
    public List<String> prune() {
      return List.of("npm", "prune", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund");
    }

    @Override
    public List<String> rebuild() {
      return List.of("npm", "rebuild");
    }
  }

  record Pnpm(String version) implements PackageManager {
    private List<String> pnpm(String... arguments) {
      return with(List.of("npx", "--yes", "pnpm@" + version), arguments);
    }

    @Override
    public String lockFile() {
      return "pnpm-lock.yaml";
    }

    @Override
    public List<String> install(boolean production) {
      List<String> install = pnpm("install", "--frozen-lockfile", "--ignore-scripts");
      return with(install, production ? "--prod" : "--prod=false");
    }

    @Override
    public List<String> prune() {
      return pnpm("install", "--frozen-lockfile", "--ignore-scripts", "--prod");
    }

    @Override
    public List<String> rebuild() {
      return pnpm("rebuild");
    }
  }

  record YarnClassic() implements PackageManager {
    private static final List<String> YARN = List.of("npx", "--yes", "yarn@1.22.22", "install");

    @Override
    public String lockFile() {
      return "yarn.lock";
    }

    @Override
    public List<String> install(boolean production) {
      return with(YARN, "--frozen-lockfile", "--ignore-scripts", "--production=" + production);
    }

    @Override
    public List<String> prune() {
      return install(true);
    }

    @Override
    public List<String> rebuild() {
      return List.of("npm", "rebuild");
    }
  }

  /** Yarn 2 and later, made to lay out node_modules: a plain {@code node} cannot load PnP. */
  record Berry(String version) implements PackageManager {
    private List<String> yarn(String... arguments) {
      return with(List.of("npx", "--yes", "@yarnpkg/cli-dist@" + version), arguments);
    }

    @Override
    public String lockFile() {
      return "yarn.lock";
    }

    @Override
    public List<String> install(boolean production) {
      return production
          ? yarn("workspaces", "focus", "--production")
          : yarn("install", "--immutable", "--mode=skip-build");
    }

    @Override
    public List<String> prune() {
      return install(true);
    }

    @Override
    public List<String> rebuild() {
      return List.of("npm", "rebuild");
    }
  }
}
