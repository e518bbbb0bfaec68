package dev.sigil.mcp.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.mcp.NpmPeers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/** The official server-everything over Streamable HTTP, as its own process. */
final class EverythingServer implements AutoCloseable {
  private final Process process;
  private final URI endpoint;

  private EverythingServer(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  static EverythingServer start() throws IOException {
    int port = freePort();
    ProcessBuilder builder =
        new ProcessBuilder("node", NpmPeers.require().everything().toString(), "streamableHttp")
            .redirectErrorStream(true);
    builder.environment().put("PORT", Integer.toString(port));
    Process process = builder.start();
    BufferedReader log = process.inputReader();
    String line = log.readLine();
    while (line != null && !line.contains("listening")) {
      line = log.readLine();
    }
    assertThat(line).as("server-everything listens").isNotNull();
    Thread.ofVirtual().start(() -> log.lines().forEach(ignored -> {}));
    return new EverythingServer(process, URI.create("http://127.0.0.1:" + port + "/mcp"));
  }

  URI endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
