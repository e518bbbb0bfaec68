package dev.sigil.builder.detect.python;

import dev.sigil.builder.detect.Folder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The command that starts a Python server, in this order: a console script of the project, a file
 * that runs a server, a package with {@code __main__}, the only server among the requirements.
 */
final class PythonStart {
  static final String PYTHON = ".venv/bin/python";

  /*
   * Does what the console script in .venv/bin does. The script itself carries the absolute path of
   * the folder it was built in; this keeps working when the folder moves.
   */
  private static final String CONSOLE_SCRIPT =
      "import sys; from importlib.metadata import entry_points; sys.argv.pop(0);"
          + " sys.exit(next(iter(entry_points(group='console_scripts', name=sys.argv[0]))).load()())";

  private static final List<String> USUAL_FILES =
      List.of("server.py", "main.py", "app.py", "src/server.py", "src/main.py");
  private static final Pattern RUNS_A_SERVER =
      Pattern.compile("\\bFastMCP\\b|\\bmcp\\.server\\b|\\bMCPServer\\b");
  private static final Pattern REQUIREMENT =
      Pattern.compile("\\s*([A-Za-z0-9][A-Za-z0-9._-]{0,99}).*");
  private static final Pattern SERVER_PACKAGE =
      Pattern.compile("(.*-)?mcp-server(-.*)?|.+-mcp|mcp-.+-server");

  private PythonStart() {}

  static Optional<List<String>> find(Folder folder, PyProject project, List<String> requirements) {
    return script(project)
        .or(() -> file(folder))
        .or(() -> module(folder))
        .or(() -> requirement(requirements));
  }

  /** Runs a console script of an installed distribution. */
  static List<String> consoleScript(String name) {
    return List.of(PYTHON, "-c", CONSOLE_SCRIPT, name);
  }

  private static Optional<List<String>> script(PyProject project) {
    List<String> names = new ArrayList<>(project.scripts().keySet());
    Stream<String> own = names.stream().filter(name -> name.equals(project.declared().name()));
    Stream<String> likely = names.stream().filter(name -> name.contains("mcp"));
    return Stream.of(own, likely, names.stream())
        .flatMap(name -> name)
        .findFirst()
        .map(PythonStart::consoleScript);
  }

  private static Optional<List<String>> file(Folder folder) {
    Optional<String> usual =
        USUAL_FILES.stream()
            .filter(folder::has)
            .filter(file -> runsServer(folder, file))
            .findFirst();
    return usual
        .or(() -> onlyServer(folder))
        .or(() -> USUAL_FILES.stream().filter(folder::has).findFirst())
        .map(file -> List.of(PYTHON, file));
  }

  private static Optional<String> onlyServer(Folder folder) {
    List<String> servers =
        folder.files().stream()
            .filter(file -> file.matches("(src/)?[^/]+\\.py"))
            .filter(file -> runsServer(folder, file))
            .toList();
    return servers.size() == 1 ? Optional.of(servers.getFirst()) : Optional.empty();
  }

  private static boolean runsServer(Folder folder, String file) {
    return folder.size(file) <= Folder.MAX_BYTES
        && folder.text(file).filter(text -> RUNS_A_SERVER.matcher(text).find()).isPresent();
  }

  private static Optional<List<String>> module(Folder folder) {
    return folder.files().stream()
        .filter(file -> file.matches("(src/)?[A-Za-z_][A-Za-z0-9_]*/__main__\\.py"))
        .findFirst()
        .map(file -> file.replaceAll("^src/|/__main__\\.py$", ""))
        .map(module -> List.of(PYTHON, "-m", module));
  }

  private static Optional<List<String>> requirement(List<String> requirements) {
    List<String> servers =
        requirements.stream()
            .map(REQUIREMENT::matcher)
            .filter(Matcher::matches)
            .map(matcher -> matcher.group(1))
            .filter(name -> SERVER_PACKAGE.matcher(PyProject.normalize(name)).matches())
            .toList();
    return servers.size() == 1 ? Optional.of(consoleScript(servers.getFirst())) : Optional.empty();
  }
}
