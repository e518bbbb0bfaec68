package dev.sigil.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A bridge in this JVM, and a plain HTTP client of it. */
final class RunningBridge implements AutoCloseable {
  static final String INITIALIZE =
      """
      {"jsonrpc":"2.0","id":"i","method":"initialize","params":{"protocolVersion":"%s","capabilities":{},
       "clientInfo":{"name":"test","version":"1"}}}""";

  private final List<String> log = new CopyOnWriteArrayList<>();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final StdioBridge bridge;

  private RunningBridge(BridgeOptions options) throws IOException {
    bridge = StdioBridge.start(options, new SecureRandom(), log::add);
  }

  /** A bridge to the hostile server in one of its modes. */
  static RunningBridge to(String mode) throws IOException {
    return to(mode, options -> options);
  }

  static RunningBridge to(String mode, UnaryOperator<BridgeOptions> change) throws IOException {
    return of(List.of("node", resource("/servers/hostile.mjs").toString(), mode), change);
  }

  static RunningBridge of(List<String> command, UnaryOperator<BridgeOptions> change)
      throws IOException {
    return new RunningBridge(change.apply(BridgeOptions.of(command)));
  }

  static Path resource(String name) {
    try {
      return Path.of(RunningBridge.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + bridge.address().getPort() + "/mcp");
  }

  int port() {
    return bridge.address().getPort();
  }

  List<String> log() {
    return log;
  }

  /** Opens a session and returns its id. */
  String open() {
    return open("2025-11-25");
  }

  String open(String version) {
    HttpResponse<String> response = post("", INITIALIZE.formatted(version));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.headers().firstValue("Mcp-Session-Id").orElseThrow();
  }

  HttpResponse<String> post(String session, String json) {
    return send(request(session).POST(BodyPublishers.ofString(json)));
  }

  CompletableFuture<HttpResponse<String>> postLater(String session, String json) {
    return http.sendAsync(
        request(session).POST(BodyPublishers.ofString(json)).build(), BodyHandlers.ofString());
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  HttpRequest.Builder request(String session) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint())
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream");
    return session.isEmpty() ? request : request.header("Mcp-Session-Id", session);
  }

  @Override
  public void close() {
    bridge.close();
    http.shutdownNow();
  }
}
