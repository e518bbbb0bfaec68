package dev.sigil.functions.journey;

import dev.sigil.core.Digests;
import dev.sigil.core.json.Json;
import dev.sigil.gcp.fake.BuildWorker;
import dev.sigil.gcp.fake.ServerLauncher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * What Docker would do for the Dockerfiles of Sigil, on this machine: the steps of the first stage
 * run in the unpacked source, and a container is a process that its entry point starts there, with
 * the real bridge. Thread-safe.
 */
final class DockerImages implements BuildWorker, ServerLauncher {
  private static final Duration STEP = Duration.ofMinutes(1);
  private static final Duration START = Duration.ofSeconds(20);
  private static final String JRE = "/opt/sigil/jre/bin/java";
  private static final String BRIDGE = "/opt/sigil/sigil-bridge.jar";

  private record Image(Path directory, List<String> entryPoint, Map<String, String> environment) {}

  private final Path root;
  private final Path bridge;
  private final Map<String, Image> images = new ConcurrentHashMap<>();

  DockerImages(Path root, Path bridge) {
    this.root = root;
    this.bridge = bridge;
  }

  @Override
  public String build(DockerBuild order) throws StepFailure, InterruptedException {
    String digest = digest(order);
    Path directory = copy(order.context(), root.resolve(digest));
    List<String> lines = order.dockerfile().lines().toList();
    int secondStage = lines.indexOf("");
    for (String line : lines.subList(0, secondStage)) {
      if (line.startsWith("RUN ")) {
        run(words(line.substring("RUN ".length())), directory);
      }
    }
    Map<String, String> environment = new HashMap<>();
    List<String> entryPoint = List.of();
    for (String line : lines.subList(secondStage, lines.size())) {
      if (line.startsWith("ENV ")) {
        String[] pair = line.substring("ENV ".length()).split("=", 2);
        environment.put(pair[0], pair[1]);
      } else if (line.startsWith("ENTRYPOINT ")) {
        entryPoint = words(line.substring("ENTRYPOINT ".length()));
      }
    }
    images.put("sha256:" + digest, new Image(directory, entryPoint, environment));
    return "sha256:" + digest;
  }

  @Override
  public Instance launch(String reference, Map<String, String> environment) throws StartException {
    Image image = images.get(reference.substring(reference.indexOf('@') + 1));
    if (image == null) {
      throw new StartException("no image " + reference);
    }
    int port = freePort();
    List<String> command = image.entryPoint().stream().map(this::onThisMachine).toList();
    ProcessBuilder builder = new ProcessBuilder(command).directory(image.directory().toFile());
    builder.environment().clear();
    builder.environment().put("PATH", System.getenv("PATH"));
    builder.environment().putAll(image.environment());
    builder.environment().putAll(environment);
    builder.environment().put("PORT", Integer.toString(port));
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    try {
      Container container = new Container(builder.start(), port);
      container.awaitListening();
      return container;
    } catch (IOException e) {
      throw new StartException(String.valueOf(e.getMessage()));
    }
  }

  private String onThisMachine(String word) {
    return switch (word) {
      case JRE -> Path.of(System.getProperty("java.home"), "bin", "java").toString();
      case BRIDGE -> bridge.toString();
      case "0.0.0.0" -> "127.0.0.1";
      default -> word;
    };
  }

  private record Container(Process process, int port) implements Instance {
    void awaitListening() throws StartException {
      long end = System.nanoTime() + START.toNanos();
      while (!listens()) {
        if (!process.isAlive() || System.nanoTime() > end) {
          close();
          throw new StartException("did not listen");
        }
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      }
    }

    private boolean listens() {
      try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return probe.isConnected();
      } catch (IOException e) {
        return false;
      }
    }

    @Override
    public URI address() {
      return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public void close() {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static List<String> words(String json) {
    List<String> words = new ArrayList<>();
    Json.parse(json).forEach(word -> words.add(word.asText()));
    return words;
  }

  private static void run(List<String> command, Path directory)
      throws StepFailure, InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      boolean ended = process.waitFor(STEP.toSeconds(), TimeUnit.SECONDS);
      process.destroyForcibly();
      if (!ended || process.exitValue() != 0) {
        throw new StepFailure(ended ? process.exitValue() : 124, "a step failed");
      }
    } catch (IOException e) {
      throw new StepFailure(127, "not found");
    }
  }

  private static String digest(DockerBuild order) {
    MessageDigest digest = Digests.sha256();
    digest.update((order.dockerfile() + order.labels()).getBytes(StandardCharsets.UTF_8));
    try (Stream<Path> files = Files.walk(order.context())) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        digest.update(order.context().relativize(file).toString().getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static Path copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else if (!Files.exists(target)) {
          Files.copy(file, target);
        }
      }
      return to;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
