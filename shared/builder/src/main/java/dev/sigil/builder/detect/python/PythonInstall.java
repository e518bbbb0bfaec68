package dev.sigil.builder.detect.python;

import dev.sigil.builder.detect.Folder;
import dev.sigil.core.build.BuildStep;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The steps that install a project into {@code .venv}. Tools that read a lock file get a virtual
 * environment of their own, {@code .tools}, so that they neither mix with the server's dependencies
 * nor reach the image.
 */
final class PythonInstall {
  private static final String TOOLS = ".tools";
  private static final String UV = "uv==0.13.9";
  private static final String POETRY = "poetry==2.5.1";

  private PythonInstall() {}

  static List<BuildStep> steps(Folder folder, PyProject project) {
    if (folder.has("uv.lock")) {
      return locked(folder, UV, "uv.lock", uv());
    }
    if (folder.has("poetry.lock")) {
      return locked(folder, POETRY, "poetry.lock", poetry(project));
    }
    List<String> inputs = inputs(folder, "requirements.txt", PyProject.FILE);
    List<BuildStep> steps = new ArrayList<>();
    steps.add(venv(".venv", inputs));
    if (folder.has("requirements.txt")) {
      steps.add(
          pip(
              "Install dependencies",
              inputs(folder, "requirements.txt"),
              "-r",
              "requirements.txt"));
    }
    if (project.isPackage()) {
      steps.add(pip("Install the project", List.of(), "."));
    } else if (!folder.has("requirements.txt") && !project.dependencies().isEmpty()) {
      steps.add(pip("Install dependencies", inputs, project.dependencies().toArray(String[]::new)));
    }
    return steps;
  }

  /** Installs published distributions, for a repository that only names them. */
  static List<BuildStep> published(String requirement) {
    return List.of(venv(".venv", List.of()), pip("Install " + requirement, List.of(), requirement));
  }

  private static List<BuildStep> locked(
      Folder folder, String tool, String lock, List<BuildStep> install) {
    List<String> inputs = inputs(folder, lock);
    List<BuildStep> steps = new ArrayList<>();
    steps.add(venv(".venv", inputs));
    steps.add(venv(TOOLS, inputs));
    steps.add(pipOf(TOOLS, "Install " + tool, inputs, tool));
    steps.addAll(install);
    steps.add(new BuildStep("Remove build tools", List.of("rm", "-rf", TOOLS), List.of()));
    return steps;
  }

  private static List<BuildStep> uv() {
    return List.of(
        new BuildStep(
            "Install dependencies",
            List.of(
                TOOLS + "/bin/uv",
                "sync",
                "--frozen",
                "--no-dev",
                "--no-editable",
                "--no-progress",
                "--python",
                PythonStart.PYTHON),
            List.of()));
  }

  /* Poetry installs the project itself as a link to this folder; pip copies it. */
  private static List<BuildStep> poetry(PyProject project) {
    List<BuildStep> steps = new ArrayList<>();
    steps.add(
        new BuildStep(
            "Install dependencies",
            List.of(
                TOOLS + "/bin/python",
                "-m",
                "poetry",
                "install",
                "--only",
                "main",
                "--no-root",
                "--no-interaction"),
            List.of()));
    if (project.isPackage()) {
      steps.add(pip("Install the project", List.of(), "--no-deps", "."));
    }
    return steps;
  }

  private static BuildStep venv(String folder, List<String> inputs) {
    return new BuildStep("Create " + folder, List.of("python3", "-m", "venv", folder), inputs);
  }

  private static BuildStep pip(String name, List<String> inputs, String... arguments) {
    return pipOf(".venv", name, inputs, arguments);
  }

  private static BuildStep pipOf(
      String venv, String name, List<String> inputs, String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(venv + "/bin/python", "-m", "pip", "install"));
    command.addAll(
        List.of("--no-cache-dir", "--no-input", "--disable-pip-version-check", "--quiet"));
    command.addAll(List.of(arguments));
    return new BuildStep(name, command, inputs);
  }

  private static List<String> inputs(Folder folder, String... files) {
    return Stream.of(files).filter(folder::has).toList();
  }
}
