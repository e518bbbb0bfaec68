package dev.sigil.builder.detect.python;

import dev.sigil.builder.detect.Declaration;
import dev.sigil.builder.detect.Detector;
import dev.sigil.builder.detect.Folder;
import dev.sigil.builder.detect.Hints;
import dev.sigil.builder.detect.Recipe;
import dev.sigil.builder.detect.Search;
import dev.sigil.core.build.Language;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A pyproject.toml or a requirements.txt; uv, Poetry or pip by the lock file. */
public final class PythonDetector implements Detector {
  private static final String REQUIREMENTS = "requirements.txt";

  @Override
  public String looksFor() {
    return PyProject.FILE + " or " + REQUIREMENTS;
  }

  @Override
  public Optional<Recipe> detect(Folder folder, Hints hints, Search search) {
    boolean present = folder.has(PyProject.FILE) || folder.has(REQUIREMENTS);
    if (!present || !hints.allows(Language.PYTHON)) {
      return Optional.empty();
    }
    String decidedBy = folder.has(PyProject.FILE) ? PyProject.FILE : REQUIREMENTS;
    PyProject project = PyProject.read(folder);
    List<String> requirements = new ArrayList<>(project.dependencies());
    folder.text(REQUIREMENTS).ifPresent(text -> text.lines().forEach(requirements::add));
    Optional<List<String>> start =
        hints.start() == null
            ? PythonStart.find(folder, project, requirements)
            : Optional.of(hints.start());
    if (start.isEmpty()) {
      search.miss(decidedBy + " names no script, and no file such as server.py runs an MCP server");
      return Optional.empty();
    }
    return Optional.of(
        new Recipe(
            Language.PYTHON,
            hints.runtimeVersion() == null
                ? PythonVersion.choose(folder, project)
                : hints.runtimeVersion(),
            PythonInstall.steps(folder, project),
            start.get(),
            null,
            project.declared(),
            decidedBy,
            List.of()));
  }

  /**
   * A server from the package index, where the repository holds no source of it.
   *
   * @param requirement such as {@code mcp-server-time==1.2.3}
   */
  public static Recipe published(String name, String requirement, List<String> arguments) {
    List<String> start = new ArrayList<>(PythonStart.consoleScript(name));
    start.addAll(arguments);
    return new Recipe(
        Language.PYTHON,
        "",
        PythonInstall.published(requirement),
        start,
        null,
        Declaration.of(name, "", ""),
        PyProject.FILE,
        List.of());
  }
}
