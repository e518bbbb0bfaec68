package dev.sigil.builder.detect.go;

import dev.sigil.builder.detect.Declaration;
import dev.sigil.builder.detect.Detector;
import dev.sigil.builder.detect.Folder;
import dev.sigil.builder.detect.Hints;
import dev.sigil.builder.detect.Recipe;
import dev.sigil.builder.detect.Search;
import dev.sigil.core.build.BuildStep;
import dev.sigil.core.build.Language;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A go.mod with one command: in the root, or the only one below it, or the only MCP server. */
public final class GoDetector implements Detector {
  private static final String FILE = "go.mod";
  private static final String BINARY = "bin/mcp-server";
  private static final int MAX_FILES = 2_000;
  private static final int MAX_FILE_BYTES = 256 * 1024;
  private static final Pattern MODULE =
      Pattern.compile("^module\\s+\"?([A-Za-z0-9._~/-]{1,300})\"?", Pattern.MULTILINE);
  private static final Pattern MAIN = Pattern.compile("^package\\s+main\\b", Pattern.MULTILINE);
  private static final Pattern SOURCE =
      Pattern.compile("(?!.*(^|/)(vendor|testdata|examples?)/)[A-Za-z0-9._/-]+(?<!_test)\\.go");

  @Override
  public String looksFor() {
    return FILE;
  }

  @Override
  public Optional<Recipe> detect(Folder folder, Hints hints, Search search) {
    if (!folder.has(FILE) || !hints.allows(Language.GO)) {
      return Optional.empty();
    }
    Optional<String> command = command(folder);
    if (command.isEmpty()) {
      search.miss("go.mod is there, but not exactly one command (package main) that is a server");
      return Optional.empty();
    }
    String module = folder.text(FILE).map(GoDetector::module).orElse("");
    String target = command.get().isEmpty() ? "." : "./" + command.get();
    List<String> build =
        List.of("go", "build", "-trimpath", "-ldflags=-s -w", "-o", BINARY, target);
    return Optional.of(
        new Recipe(
            Language.GO,
            hints.runtimeVersion() == null ? "" : hints.runtimeVersion(),
            List.of(
                new BuildStep("Download modules", List.of("go", "mod", "download"), inputs(folder)),
                new BuildStep("Build " + target, build, List.of())),
            hints.start() == null ? List.of("./" + BINARY) : hints.start(),
            null,
            Declaration.of(module.substring(module.lastIndexOf('/') + 1), "", ""),
            FILE,
            List.of()));
  }

  private static List<String> inputs(Folder folder) {
    return Stream.of(FILE, "go.sum").filter(folder::has).toList();
  }

  private static String module(String text) {
    Matcher matcher = MODULE.matcher(text);
    return matcher.find() ? matcher.group(1).replaceAll("/v[0-9]+$", "") : "";
  }

  private static Optional<String> command(Folder folder) {
    TreeSet<String> commands = new TreeSet<>();
    TreeSet<String> servers = new TreeSet<>();
    folder.files().stream()
        .filter(SOURCE.asMatchPredicate())
        .filter(file -> folder.size(file) <= MAX_FILE_BYTES)
        .limit(MAX_FILES)
        .forEach(
            file -> {
              String text = folder.text(file).orElse("");
              String directory = file.substring(0, Math.max(0, file.lastIndexOf('/')));
              if (MAIN.matcher(text).find()) {
                commands.add(directory);
                if (text.contains("mcp")) {
                  servers.add(directory);
                }
              }
            });
    if (commands.contains("") || commands.size() == 1) {
      return commands.stream().findFirst();
    }
    return servers.size() == 1 ? Optional.of(servers.first()) : Optional.empty();
  }
}
