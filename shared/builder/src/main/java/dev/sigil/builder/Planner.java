package dev.sigil.builder;

import dev.sigil.builder.detect.Detector;
import dev.sigil.builder.detect.Folder;
import dev.sigil.builder.detect.Hints;
import dev.sigil.builder.detect.Recipe;
import dev.sigil.builder.detect.Search;
import dev.sigil.builder.detect.node.NodeDetector;
import dev.sigil.builder.detect.python.PythonDetector;
import dev.sigil.builder.manifest.Manifest;
import dev.sigil.builder.manifest.ManifestReader;
import dev.sigil.builder.manifest.Yaml;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.build.BuildPlan;
import dev.sigil.core.source.SourcePath;
import dev.sigil.core.source.SourceTree;
import java.util.List;
import java.util.Optional;

/**
 * Decides how a repository becomes a running MCP server. What {@code mcp.yaml} says holds; the rest
 * is detected by an ordered list of detectors, of which the first that matches decides.
 *
 * <p>A pure function: equal trees give equal plans, so a rollback builds what was built before.
 * Nothing of the repository is run or evaluated. Thread-safe, if each thread brings its own tree.
 */
public final class Planner {
  /* The order is the precedence. */
  private final List<Detector> detectors = List.of(new NodeDetector(), new PythonDetector());

  /**
   * Plans the server in {@code folder}; the empty string means the root, or the one folder that
   * holds a server when the root holds none.
   *
   * @throws SigilException {@code MANIFEST_INVALID} naming every problem of a manifest; {@code
   *     SERVER_NOT_DETECTED} with everything that was looked for, or the folders to choose from;
   *     {@code SOURCE_UNSAFE} when {@code folder} leaves the repository
   */
  public BuildPlan plan(SourceTree tree, String folder) {
    Folder root = new Folder(tree, SourcePath.normalize(folder));
    Optional<Manifest> manifest = manifest(root);
    Folder place = root.child(manifest.map(Manifest::folder).orElse(""));
    Hints hints = manifest.map(Planner::hints).orElse(Hints.NONE);
    Search search = new Search();
    Recipe recipe =
        detectors.stream()
            .flatMap(detector -> detector.detect(place, hints, search).stream())
            .findFirst()
            .orElseThrow(() -> notDetected(place, search));
    return Assembly.of(place, recipe, manifest);
  }

  private static Optional<Manifest> manifest(Folder folder) {
    return folder
        .bytes(Manifest.FILE, Yaml.MAX_BYTES)
        .map(bytes -> ManifestReader.read(folder.locate(Manifest.FILE), bytes));
  }

  private static Hints hints(Manifest manifest) {
    return new Hints(
        manifest.runtime(), manifest.runtimeVersion(), manifest.start(), manifest.transport());
  }

  private SigilException notDetected(Folder folder, Search search) {
    String where = folder.path().isEmpty() ? "the repository" : folder.path();
    String looked = String.join("\n", detectors.stream().map(d -> "no " + d.looksFor()).toList());
    String missed = String.join("\n", search.reasons());
    return new SigilException(
        ErrorCode.SERVER_NOT_DETECTED,
        "No MCP server was found in " + where + ":\n" + looked + "\n" + missed);
  }
}
