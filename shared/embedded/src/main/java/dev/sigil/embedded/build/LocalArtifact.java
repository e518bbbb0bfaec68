package dev.sigil.embedded.build;

import dev.sigil.core.Digests;
import dev.sigil.core.build.Artifact;
import dev.sigil.core.build.ImageBuilder.BuildRequest;
import dev.sigil.core.build.Language;
import dev.sigil.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a local build made: a directory that holds {@code files/}, the built tree, and {@code
 * artifact.json}, this record without its directory. Nothing in it changes afterwards, so any
 * number of instances may run from it at once; it is mounted or treated as read-only.
 *
 * @param start the program and its arguments, run in {@link #workingDirectory}; the program is a
 *     name to be found on {@code path} or a path inside the folder
 * @param folder the part of {@code files/} that the server starts in; the empty string for its root
 * @param environment the plan's plain variables, and what the language needs at start, such as
 *     {@code JAVA_HOME}
 * @param path directories to search for programs, most important first, for {@code PATH}
 */
public record LocalArtifact(
    Path directory,
    Language language,
    List<String> start,
    String folder,
    SortedMap<String, String> environment,
    List<String> path) {
  private static final String FILE = "artifact.json";
  private static final Pattern REFERENCE = Pattern.compile("local:(sha256-[0-9a-f]{64})");

  private record Stored(
      Language language,
      List<String> start,
      String folder,
      SortedMap<String, String> environment,
      List<String> path) {}

  public LocalArtifact {
    start = List.copyOf(start);
    environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    path = List.copyOf(path);
  }

  /** The root of the built tree. */
  public Path files() {
    return directory.resolve("files");
  }

  /** Where the server starts. */
  public Path workingDirectory() {
    return files().resolve(folder).normalize();
  }

  /**
   * Opens an artifact.
   *
   * @param artifacts the directory of all artifacts, {@code <data>/artifacts}
   * @throws IllegalArgumentException when the reference is not one of a local artifact
   * @throws UncheckedIOException when it is not there any more
   */
  public static LocalArtifact open(Path artifacts, Artifact artifact) {
    Path directory = directory(artifacts, artifact);
    try {
      Stored stored = Json.read(Files.readAllBytes(directory.resolve(FILE)), Stored.class);
      return new LocalArtifact(
          directory, stored.language, stored.start, stored.folder, stored.environment, stored.path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What the build of a request makes, before it is built: of the same deployment, commit and plan
   * it is the same.
   */
  static Artifact of(BuildRequest request) {
    String hash =
        Digests.sha256Hex(
            request.deployment().value(), request.commit().id(), Json.write(request.plan()));
    return new Artifact("local:sha256-" + hash);
  }

  /** Whether a build got to its end there. */
  static boolean exists(Path directory) {
    return Files.isRegularFile(directory.resolve(FILE));
  }

  /** Where an artifact is kept. */
  static Path directory(Path artifacts, Artifact artifact) {
    Matcher matcher = REFERENCE.matcher(artifact.reference());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not an artifact of this machine");
    }
    return artifacts.resolve(matcher.group(1));
  }

  /** Writes {@code artifact.json} into the directory. */
  void write() throws IOException {
    Stored stored = new Stored(language, start, folder, environment, path);
    Files.write(directory.resolve(FILE), Json.bytes(stored));
  }
}
