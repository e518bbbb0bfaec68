package dev.sigil.builder.detect.node;

import dev.sigil.builder.detect.Declaration;
import dev.sigil.builder.detect.Detector;
import dev.sigil.builder.detect.Folder;
import dev.sigil.builder.detect.Hints;
import dev.sigil.builder.detect.Recipe;
import dev.sigil.builder.detect.Search;
import dev.sigil.core.build.BuildStep;
import dev.sigil.core.build.Language;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A package.json: a server's source, or a repository that only names a published server. */
public final class NodeDetector implements Detector {
  @Override
  public String looksFor() {
    return PackageJson.FILE;
  }

  @Override
  public Optional<Recipe> detect(Folder folder, Hints hints, Search search) {
    if (!hints.allows(Language.NODE)) {
      return Optional.empty();
    }
    Optional<PackageJson> found = PackageJson.read(folder);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    PackageJson json = found.get();
    Workspace workspace = Workspace.of(folder, json);
    Optional<NodeStart> start =
        hints.start() == null
            ? NodeStart.find(folder, json, workspace)
            : Optional.of(new NodeStart(hints.start(), new TreeMap<>(), false, List.of()));
    if (start.isEmpty()) {
      search.miss("package.json has no start script, and no bin or main that exists or is built");
      return Optional.empty();
    }
    return Optional.of(recipe(folder, hints, json, workspace, start.get()));
  }

  private static Recipe recipe(
      Folder folder, Hints hints, PackageJson json, Workspace workspace, NodeStart start) {
    List<String> notes = new ArrayList<>(start.notes());
    if (folder.files().stream().anyMatch(file -> file.startsWith("node_modules/"))) {
      notes.add("node_modules is committed; remove it, since the build installs its own.");
    }
    String version =
        Objects.requireNonNullElseGet(
            hints.runtimeVersion(), () -> NodeVersion.choose(folder, json));
    return new Recipe(
        Language.NODE,
        version,
        steps(folder, json, workspace, start),
        start.command(),
        null,
        Declaration.of(json.name(), json.version(), json.description()).with(start.environment()),
        PackageJson.FILE,
        notes);
  }

  /**
   * A server from the registry, where the repository holds no source of it.
   *
   * @param requirement a package and its version, such as {@code @scope/name@1.2.3}
   */
  public static Recipe published(String name, String requirement, List<String> arguments) {
    List<String> start = new ArrayList<>(List.of("npm", "exec", "--offline", "--", name));
    start.addAll(arguments);
    List<String> install =
        List.of(
            "npm",
            "install",
            "--no-save",
            "--omit=dev",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            requirement);
    return new Recipe(
        Language.NODE,
        "",
        List.of(
            new BuildStep("Install " + requirement, install, List.of()),
            new BuildStep(
                "Run install scripts of dependencies", List.of("npm", "rebuild"), List.of())),
        start,
        null,
        Declaration.of(name, "", ""),
        PackageJson.FILE,
        List.of());
  }

  private static List<BuildStep> steps(
      Folder folder, PackageJson json, Workspace workspace, NodeStart start) {
    PackageManager manager = workspace.manager();
    List<String> scripts = scripts(json);
    boolean all = !scripts.isEmpty() || start.needsDevDependencies();
    List<String> inputs = workspace.isMember() ? List.of() : inputs(folder, manager);
    List<BuildStep> steps = new ArrayList<>();
    if (manager instanceof PackageManager.Berry berry) {
      List<String> linker =
          List.of(
              "npx",
              "--yes",
              "@yarnpkg/cli-dist@" + berry.version(),
              "config",
              "set",
              "nodeLinker",
              "node-modules");
      steps.add(new BuildStep("Choose node_modules", linker, inputs));
    }
    steps.add(new BuildStep("Install dependencies", manager.install(!all), inputs));
    if (!workspace.lock().isKnown() || workspace.lock().hasInstallScripts()) {
      steps.add(new BuildStep("Run install scripts of dependencies", manager.rebuild(), inputs));
    }
    for (String script : scripts) {
      steps.add(new BuildStep("Run script " + script, List.of("npm", "run", script), List.of()));
    }
    if (all && !start.needsDevDependencies()) {
      steps.add(new BuildStep("Remove development dependencies", manager.prune(), List.of()));
    }
    return steps;
  }

  /* `prepare` is what npm would run for a package without `build`; often the same as `build`. */
  private static List<String> scripts(PackageJson json) {
    boolean prepare =
        !json.hasScript("build")
            && json.hasScript("prepare")
            && !json.script("prepare").contains("husky");
    return Stream.of(
            json.hasScript("postinstall") ? "postinstall" : "",
            json.hasScript("build") ? "build" : prepare ? "prepare" : "")
        .filter(script -> !script.isEmpty())
        .toList();
  }

  private static List<String> inputs(Folder folder, PackageManager manager) {
    return Stream.of(
            PackageJson.FILE, manager.lockFile(), ".npmrc", ".yarnrc.yml", "pnpm-workspace.yaml")
        .filter(folder::has)
        .toList();
  }
}
