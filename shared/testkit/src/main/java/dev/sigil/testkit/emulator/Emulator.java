package dev.sigil.testkit.emulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that stands in for a Google service, empty when it starts. A test gets one from {@link
 * Emulators}; a program starts it and closes it.
 */
public abstract sealed class Emulator implements AutoCloseable
    permits FirestoreEmulator, PubSubEmulator {
  private static final Duration START = Duration.ofSeconds(90);
  private static final Duration PROBE = Duration.ofMillis(50);

  private final Process process;
  private final Path log;
  private final String endpoint;
  private final Thread hook;

  /**
   * Starts the process and returns when it answers.
   *
   * @param classPathAndMain what follows {@code java} and its options
   */
  Emulator(List<String> classPathAndMain) {
    int port = freePort();
    this.endpoint = "127.0.0.1:" + port;
    try {
      this.log = Files.createTempFile("emulator-", ".log");
      this.process = start(classPathAndMain, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.hook = Thread.ofPlatform().unstarted(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(hook);
    awaitReady();
  }

  /** {@code host:port}, as the client libraries' environment variables take it. */
  public final String endpoint() {
    return endpoint;
  }

  /** Ends the process; its data is gone. */
  @Override
  public final void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
      Runtime.getRuntime().removeShutdownHook(hook);
      Files.deleteIfExists(log);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process start(List<String> classPathAndMain, int port) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // The Firestore emulator knows its own messages in English only.
    command.addAll(
        List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m", "-Duser.language=en"));
    command.addAll(classPathAndMain);
    command.addAll(List.of("--host=127.0.0.1", "--port=" + port));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private void awaitReady() {
    long end = System.nanoTime() + START.toNanos();
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        String said = said();
        close();
        throw new IllegalStateException("an emulator did not start:\n" + said);
      }
      LockSupport.parkNanos(PROBE.toNanos());
    }
  }

  private boolean answers() {
    try {
      URI root = URI.create("http://" + endpoint + "/");
      HttpURLConnection probe = (HttpURLConnection) root.toURL().openConnection();
      probe.setConnectTimeout(1_000);
      probe.setReadTimeout(5_000);
      return probe.getResponseCode() == HttpURLConnection.HTTP_OK;
    } catch (IOException e) {
      return false;
    }
  }

  private String said() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "(no output)";
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
