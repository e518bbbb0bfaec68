package dev.sigil.builder.detect.python;

import dev.sigil.builder.detect.Detector;
import dev.sigil.builder.detect.Folder;
import dev.sigil.builder.detect.Hints;
import dev.sigil.builder.detect.Recipe;
import dev.sigil.builder.detect.Search;
import dev.sigil.core.build.Language;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A pyproject.toml or a requirements.txt; uv, Poetry or pip by the lock file. */
public final class PythonDetector implements Detector {
  private static final String REQUIREMENTS = "requirements.txt";

  @Override
  public String looksFor() {
    return PyProject.FILE + " or " + REQUIREMENTS;
  }

  @Override
  public Optional<Recipe> detect(Folder folder, Hints hints, Search search) {
    if (!folder.has(PyProject.FILE) && !folder.has(REQUIREMENTS)) {
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
            new TreeMap<>(),
            project.identity(),
            decidedBy,
            List.of()));
  }
}
