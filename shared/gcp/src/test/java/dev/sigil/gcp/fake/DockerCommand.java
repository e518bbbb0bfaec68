package dev.sigil.gcp.fake;

import com.google.cloudbuild.v1.BuildStep;
import dev.sigil.gcp.fake.BuildWorker.DockerBuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the arguments of a {@code docker build} as Docker does. */
final class DockerCommand {
  private DockerCommand() {}

  /**
   * The order that a step gives.
   *
   * @throws IllegalArgumentException when Docker would not take it
   */
  static DockerBuild parse(
      BuildStep step, Path workspace, Map<String, String> built, List<String> tags)
      throws IOException {
    List<String> words = step.getArgsList().stream().map(word -> word.replace("$$", "$")).toList();
    if (words.size() < 2 || !words.getFirst().equals("build")) {
      throw new IllegalArgumentException("not a docker build: " + words);
    }
    SortedMap<String, String> arguments = new TreeMap<>();
    SortedMap<String, String> labels = new TreeMap<>();
    Map<String, String> options = new TreeMap<>();
    for (String word : words.subList(1, words.size() - 1)) {
      String[] parts = word.split("=", 2);
      if (parts.length != 2) {
        throw new IllegalArgumentException("not an option with a value: " + word);
      }
      switch (parts[0]) {
        case "--build-arg" -> pair(arguments, parts[1]);
        case "--label" -> pair(labels, parts[1]);
        case "--tag", "--file" -> options.put(parts[0], parts[1]);
        default -> throw new IllegalArgumentException("unknown flag: " + word);
      }
    }
    Path context = inside(workspace, words.getLast());
    Path dockerfile = inside(workspace, options.getOrDefault("--file", "Dockerfile"));
    if (!Files.isDirectory(context) || !Files.isRegularFile(dockerfile)) {
      throw new IllegalArgumentException("no such context or Dockerfile: " + words);
    }
    return new DockerBuild(
        options.getOrDefault("--tag", ""),
        Files.readString(dockerfile),
        context,
        arguments,
        labels,
        Map.copyOf(built),
        tags);
  }

  private static void pair(Map<String, String> pairs, String text) {
    String[] parts = text.split("=", 2);
    pairs.put(parts[0], parts[1]);
  }

  private static Path inside(Path workspace, String path) {
    Path resolved = workspace.resolve(path).normalize();
    if (!resolved.startsWith(workspace)) {
      throw new IllegalArgumentException("outside of the workspace: " + path);
    }
    return resolved;
  }
}
