package dev.sigil.functions.journey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One function's archive in a process of its own: under the Functions Framework as on Cloud
 * Functions, or as a program. It keeps its port when it is started again.
 */
final class FunctionProcess implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration PROBE = Duration.ofMillis(20);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final String name;
  private final @Nullable String entryPoint;
  private final Path archives;
  private final Map<String, String> environment;
  private final Path log;
  private final int port = freePort();
  private @Nullable Process process;

  /**
   * A function that has not started.
   *
   * @param entryPoint for the Functions Framework; null for a program
   * @param archives the folder with each function's jar and the framework's
   * @param environment all of its variables but the port
   */
  FunctionProcess(
      String name,
      @Nullable String entryPoint,
      Path archives,
      Map<String, String> environment,
      Path logs) {
    this.name = name;
    this.entryPoint = entryPoint;
    this.archives = archives;
    this.environment = Map.copyOf(environment);
    this.log = logs.resolve(name + ".log");
  }

  String name() {
    return name;
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  Path log() {
    return log;
  }

  /** Starts the process; {@link #awaitReady} waits for it. */
  void start() {
    ProcessBuilder builder = new ProcessBuilder(command());
    builder.environment().clear();
    builder.environment().put("PATH", System.getenv("PATH"));
    builder.environment().put("K_SERVICE", name);
    builder.environment().put("FUNCTION_SIGNATURE_TYPE", "http");
    builder.environment().put("SIGIL_GATEWAY_PORT", Integer.toString(port));
    builder.environment().putAll(environment);
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> command() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        new ArrayList<>(List.of(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
    String jar = archives.resolve(name + ".jar").toString();
    if (entryPoint == null) {
      command.addAll(List.of("-jar", jar));
    } else {
      command.addAll(List.of("-jar", archives.resolve("java-function-invoker.jar").toString()));
      command.addAll(List.of("--classpath", jar, "--target", entryPoint));
      command.addAll(List.of("--port", Integer.toString(port)));
    }
    return command;
  }

  /** Waits until it answers. */
  void awaitReady() {
    long end = System.nanoTime() + START.toNanos();
    while (!answers()) {
      if (process == null || !process.isAlive() || System.nanoTime() > end) {
        throw new IllegalStateException(name + " did not start; see " + log);
      }
      LockSupport.parkNanos(PROBE.toNanos());
    }
  }

  private boolean answers() {
    HttpRequest health =
        HttpRequest.newBuilder(address().resolve("/health")).timeout(START).build();
    try {
      return HTTP.send(health, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Ends it as a machine that fails does. */
  void kill() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }

  @Override
  public void close() {
    kill();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
