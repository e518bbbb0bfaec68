package dev.sigil.functions.allinone.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The whole platform in a process of its own, started from the packaged libraries. */
final class PlatformProcess implements AutoCloseable {
  private static final Path LIBRARIES = Path.of("target/lib").toAbsolutePath();
  private static final Path CLASS_ARCHIVE = Path.of("target/platform.jsa").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final Path data;
  private final int port;
  private final Map<String, String> environment;
  private Process process;

  private PlatformProcess(Path data, Map<String, String> environment) {
    this.data = data;
    this.port = freePort();
    this.environment = environment;
    this.process = launch();
  }

  static PlatformProcess start(Path data) {
    return start(data, Map.of());
  }

  static PlatformProcess start(Path data, Map<String, String> environment) {
    PlatformProcess platform = new PlatformProcess(data, environment);
    platform.awaitHealth();
    return platform;
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  Path data() {
    return data;
  }

  long pid() {
    return process.pid();
  }

  /** Ends the platform as a power cut would, and returns when it is gone. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Starts it again over the same state. */
  void restart() {
    process = launch();
    awaitHealth();
  }

  String log() {
    try {
      return Files.readString(data.resolve("platform.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String token() {
    return read("admin-token");
  }

  String webhookSecret() {
    return read("webhook-secret");
  }

  /** The data of a request that must succeed. */
  JsonNode api(String method, String path, Object... body) {
    HttpResponse<String> response = send(method, path, body);
    assertThat(response.statusCode())
        .as(() -> "%s %s: %s\n%s".formatted(method, path, response.body(), log()))
        .isLessThan(400);
    return Json.parse(response.body()).path("data");
  }

  HttpResponse<String> send(String method, String path, Object... body) {
    HttpRequest.BodyPublisher publisher =
        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofString(Json.write(body[0]));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + token())
            .header("Content-Type", "application/json")
            .method(method, publisher)
            .build();
    return send(request);
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Deploys a repository by hand and returns the release once it has ended. */
  JsonNode deploy(Path repository, String name) {
    return awaitEnd(submit(repository, name));
  }

  JsonNode deployLive(Path repository, String name) {
    return awaitLive(submit(repository, name));
  }

  /** Begins to deploy a repository by hand and returns the id of its release. */
  String submit(Path repository, String name) {
    Map<String, String> body = new LinkedHashMap<>();
    body.put("repository", repository.toString());
    body.put("name", name);
    return api("POST", "/api/v1/deploy", body).path("release").path("id").asText();
  }

  JsonNode awaitLive(String id) {
    JsonNode release = awaitEnd(id);
    assertThat(release.path("state").asText())
        .as(() -> release.path("failure").toPrettyString() + "\n" + log())
        .isEqualTo("live");
    return release;
  }

  JsonNode release(String id) {
    return api("GET", "/api/v1/releases/" + id);
  }

  JsonNode awaitEnd(String release) {
    return await()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> release(release), found -> found.path("phase").asText().equals("ended"));
  }

  URI endpoint(String server) {
    return URI.create(url() + "/local/" + server + "/mcp");
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
    http.shutdownNow();
  }

  private Process launch() {
    try {
      Files.createDirectories(data);
      ProcessBuilder builder =
          new ProcessBuilder(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "-XX:+AutoCreateSharedArchive",
                  "-XX:SharedArchiveFile=" + CLASS_ARCHIVE,
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  LIBRARIES + "/*",
                  "dev.sigil.functions.allinone.Main"));
      builder.environment().put("SIGIL_DATA", data.toString());
      builder.environment().put("SIGIL_PORT", Integer.toString(port));
      builder.environment().putAll(environment);
      builder.redirectErrorStream(true);
      builder.redirectOutput(
          ProcessBuilder.Redirect.appendTo(data.resolve("platform.log").toFile()));
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitHealth() {
    HttpRequest health = HttpRequest.newBuilder(URI.create(url() + "/health")).build();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions()
        .until(
            () -> {
              assertThat(process.isAlive()).as(this::log).isTrue();
              return send(health).statusCode() == 200;
            });
  }

  private String read(String file) {
    try {
      return Files.readString(data.resolve(file)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
