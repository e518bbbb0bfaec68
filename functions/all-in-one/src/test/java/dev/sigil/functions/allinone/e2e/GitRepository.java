package dev.sigil.functions.allinone.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A real git repository on disk. */
final class GitRepository {
  private final Path path;

  private GitRepository(Path path) {
    this.path = path;
  }

  /** A new repository with one commit of the given files. */
  static GitRepository of(Path path, Map<String, String> files) {
    GitRepository repository = init(path);
    repository.commit("Begin", files);
    return repository;
  }

  /** A new repository with one commit of everything below a folder. */
  static GitRepository copyOf(Path path, Path source) throws IOException {
    GitRepository repository = init(path);
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = path.resolve(source.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
    repository.commit("Begin", Map.of());
    return repository;
  }

  Path path() {
    return path;
  }

  String head() {
    return git("rev-parse", "HEAD").strip();
  }

  /** Writes the files, commits everything and returns the new commit. */
  String commit(String message, Map<String, String> files) {
    files.forEach(this::write);
    git("add", "--all");
    git(
        "-c",
        "user.name=Test",
        "-c",
        "user.email=test@localhost",
        "commit",
        "--quiet",
        "--allow-empty",
        "--message",
        message);
    return head();
  }

  String git(String... arguments) {
    List<String> command = new ArrayList<>(List.of("git", "-C", path.toString()));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor()).as(output).isZero();
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static GitRepository init(Path path) {
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    GitRepository repository = new GitRepository(path);
    repository.git("init", "--quiet", "--initial-branch=main");
    return repository;
  }

  private void write(String name, String content) {
    try {
      Path file = path.resolve(name);
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
