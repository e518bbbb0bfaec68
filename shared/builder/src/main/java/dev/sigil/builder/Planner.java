package dev.sigil.builder;

import dev.sigil.builder.detect.Detector;
import dev.sigil.builder.detect.Folder;
import dev.sigil.builder.detect.Hints;
import dev.sigil.builder.detect.Recipe;
import dev.sigil.builder.detect.Search;
import dev.sigil.builder.detect.Servers;
import dev.sigil.builder.detect.container.ContainerDetector;
import dev.sigil.builder.detect.declared.ServerJsonDetector;
import dev.sigil.builder.detect.declared.SmitheryDetector;
import dev.sigil.builder.detect.go.GoDetector;
import dev.sigil.builder.detect.java.GradleDetector;
import dev.sigil.builder.detect.java.MavenDetector;
import dev.sigil.builder.detect.node.NodeDetector;
import dev.sigil.builder.detect.python.PythonDetector;
import dev.sigil.builder.manifest.Manifest;
import dev.sigil.builder.manifest.ManifestReader;
import dev.sigil.builder.manifest.Yaml;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.build.BuildPlan;
import dev.sigil.core.build.Language;
import dev.sigil.core.source.SourcePath;
import dev.sigil.core.source.SourceTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides how a repository becomes a running MCP server. What {@code mcp.yaml} says holds; the rest
 * is detected by an ordered list of detectors, of which the first that matches decides.
 *
 * <p>A pure function: equal trees give equal plans, so a rollback builds what was built before.
 * Nothing of the repository is run or evaluated. Thread-safe, if each thread brings its own tree.
 */
public final class Planner {
  private static final List<Detector> SOURCE =
      List.of(
          new NodeDetector(),
          new PythonDetector(),
          new MavenDetector(),
          new GradleDetector(),
          new GoDetector());

  /* The order is the precedence; see RATIONALE.md. */
  private final List<Detector> detectors =
      Stream.of(
              List.of(new ServerJsonDetector(SOURCE), new SmitheryDetector(SOURCE)),
              SOURCE,
              List.of(new ContainerDetector()))
          .<Detector>flatMap(List::stream)
          .toList();

  /**
   * Plans the server in {@code folder}; the empty string means the root, or, when nothing is to be
   * run there, the one folder that holds a server.
   *
   * @throws SigilException {@code MANIFEST_INVALID} naming every problem of a manifest; {@code
   *     SERVER_NOT_DETECTED} with everything that was looked for, or the folders to choose from;
   *     {@code SOURCE_UNSAFE} when {@code folder} leaves the repository
   */
  public BuildPlan plan(SourceTree tree, String folder) {
    Folder place = new Folder(tree, SourcePath.normalize(folder));
    if (place.files().isEmpty()) {
      throw new SigilException(
          ErrorCode.SERVER_NOT_DETECTED,
          place.path().isEmpty()
              ? "The repository is empty."
              : "The repository has no folder " + place.path() + ".");
    }
    Search search = new Search();
    return attempt(place, search).orElseGet(() -> onlyServerBelow(tree, place, search));
  }

  /**
   * The folders that hold an MCP server, sorted; the empty string is the root. For people to choose
   * from: each is worth planning, though its plan may still fail.
   */
  public List<String> folders(SourceTree tree) {
    return Servers.in(new Folder(tree, ""));
  }

  private Optional<BuildPlan> attempt(Folder place, Search search) {
    Optional<Manifest> manifest = manifest(place);
    Folder folder = place.child(manifest.map(Manifest::folder).orElse(""));
    Hints hints = manifest.map(Planner::hints).orElse(Hints.NONE);
    return recipe(folder, manifest, hints, search)
        .map(recipe -> Assembly.of(folder, recipe, manifest, search.reasons()));
  }

  private Optional<Recipe> recipe(
      Folder folder, Optional<Manifest> manifest, Hints hints, Search search) {
    if (hints.runtime() == Language.CONTAINER) {
      String file = manifest.map(Manifest::dockerfile).orElse(ContainerDetector.FILE);
      return new ContainerDetector(file).detect(folder, hints, search);
    }
    Optional<Recipe> detected =
        detectors.stream()
            .flatMap(detector -> detector.detect(folder, hints, search).stream())
            .findFirst();
    return detected.or(() -> Bare.of(hints));
  }

  private BuildPlan onlyServerBelow(SourceTree tree, Folder place, Search search) {
    List<String> folders =
        Servers.in(place).stream().filter(folder -> !folder.isEmpty()).map(place::locate).toList();
    if (folders.isEmpty() || manifest(place).isPresent()) {
      throw notDetected(place, search);
    }
    if (folders.size() > 1) {
      throw new SigilException(
          ErrorCode.SERVER_NOT_DETECTED,
          "The repository holds several MCP servers:\n" + String.join("\n", folders),
          "Deploy one by its folder: `sigil deploy <repository> --folder "
              + folders.getFirst()
              + "`.");
    }
    Folder only = new Folder(tree, folders.getFirst());
    Search below = new Search();
    return attempt(only, below).orElseThrow(() -> notDetected(only, below));
  }

  private static Optional<Manifest> manifest(Folder folder) {
    if (folder.has("mcp.yml")) {
      throw folder.invalid("mcp.yml", "must be called mcp.yaml");
    }
    return folder
        .bytes(Manifest.FILE, Yaml.MAX_BYTES)
        .map(bytes -> ManifestReader.read(folder.locate(Manifest.FILE), bytes));
  }

  private static Hints hints(Manifest manifest) {
    return new Hints(
        manifest.runtime(), manifest.runtimeVersion(), manifest.start(), manifest.transport());
  }

  private SigilException notDetected(Folder folder, Search search) {
    List<String> lines = new ArrayList<>();
    lines.add("No MCP server was found in " + where(folder) + ". Looked for:");
    detectors.forEach(detector -> lines.add("- " + detector.looksFor()));
    if (!search.reasons().isEmpty()) {
      lines.add("Found, but not enough:");
      search.reasons().forEach(reason -> lines.add("- " + reason));
    }
    return new SigilException(ErrorCode.SERVER_NOT_DETECTED, String.join("\n", lines));
  }

  private static String where(Folder folder) {
    return folder.path().isEmpty() ? "the repository's root" : "the folder " + folder.path();
  }
}
