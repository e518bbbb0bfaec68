package dev.sigil.gcp.build;

import dev.sigil.core.Digests;
import dev.sigil.core.json.Json;
import dev.sigil.gcp.fake.BuildWorker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs the {@code RUN} instructions of a Dockerfile in its context, and hashes what it was given.
 */
final class CommandWorker implements BuildWorker {
  private final List<DockerBuild> orders = new ArrayList<>();

  synchronized List<DockerBuild> orders() {
    return List.copyOf(orders);
  }

  @Override
  public String build(DockerBuild order) throws StepFailure, InterruptedException {
    synchronized (this) {
      orders.add(order);
    }
    for (String line : order.dockerfile().lines().toList()) {
      if (line.startsWith("RUN ")) {
        run(line.substring(4), order.context());
      }
    }
    return "sha256:" + hash(order);
  }

  private static void run(String json, Path directory) throws StepFailure, InterruptedException {
    List<String> command = new ArrayList<>();
    Json.parse(json).forEach(word -> command.add(word.asText()));
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        int exit = process.waitFor();
        if (exit != 0) {
          throw new StepFailure(exit, "exit " + exit);
        }
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new StepFailure(127, "not found");
    }
  }

  private static String hash(DockerBuild order) {
    MessageDigest digest = Digests.sha256();
    digest.update((order.dockerfile() + order.labels()).getBytes(StandardCharsets.UTF_8));
    try (Stream<Path> files = Files.walk(order.context())) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
