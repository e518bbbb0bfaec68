package dev.sigil.functions.registryapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sigil.core.build.Visibility;
import dev.sigil.core.json.Json;
import dev.sigil.testkit.http.FakeHttpRequest;
import dev.sigil.testkit.http.FakeHttpResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One registry is filled from another one's API. */
class SeedTest {
  private final RegistryFixture source = new RegistryFixture();
  private final RegistryFixture target = new RegistryFixture();
  private final Seed seed = new Seed(target.packages, line -> {});

  @SuppressWarnings("NullAway.Init")
  private HttpServer server;

  private boolean failing;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void run_fromARegistry_importsEveryPage() throws IOException {
    for (int i = 0; i < 230; i++) {
      source.publish("server%03d".formatted(i));
    }

    seed.run(url());

    assertThat(seed.outcome().imported()).isEqualTo(230);
    JsonNode found =
        target
            .get("/api/v1/packages/search", "/api/v1/packages/search?q=server117")
            .json()
            .at("/data/items/0");
    assertThat(found.path("name").asText()).isEqualTo("io.github.acme/server117");
    assertThat(found.has("workspace")).isFalse();
    assertThat(
            target
                .get(
                    "/v0.1/servers/{name}/versions/{version}",
                    "/v0.1/servers/io.github.acme%2Fserver117/versions/latest")
                .json()
                .path("_meta")
                .has("dev.sigil/deploy"))
        .isFalse();
  }

  @Test
  void run_again_changesNothing_andFollowsWhatChanged() throws IOException {
    source.publish("weather", "1.0.0", "Old", Visibility.PUBLIC);
    source.publish("news");
    seed.run(url());
    source.publish("weather", "1.1.0", "New", Visibility.PUBLIC);

    Seed again = new Seed(target.packages, line -> {});
    again.run(url());

    assertThat(again.outcome().imported()).isEqualTo(1);
    assertThat(again.outcome().unchanged()).isEqualTo(1);
    assertThat(target.packages.find("io.github.acme/weather", "latest").orElseThrow().version())
        .isEqualTo("1.1.0");
  }

  @Test
  void run_leavesAloneWhatIsHostedHere() throws IOException {
    source.publish("weather", "9.0.0", "Theirs", Visibility.PUBLIC);
    target.publish("weather", "1.0.0", "Ours", Visibility.PUBLIC);

    seed.run(url());

    assertThat(seed.outcome().hosted()).isEqualTo(1);
    assertThat(target.packages.find("io.github.acme/weather", "latest").orElseThrow().version())
        .isEqualTo("1.0.0");
  }

  @Test
  void publish_ofAnImportedName_takesItOver() throws IOException {
    source.publish("weather", "1.0.0", "Theirs", Visibility.PUBLIC);
    seed.run(url());

    target.publish("weather", "1.1.0", "Ours", Visibility.PUBLIC);

    assertThat(target.packages.find("io.github.acme/weather").orElseThrow().workspace())
        .isEqualTo(RegistryFixture.ACME);
    assertThat(target.packages.find("io.github.acme/weather").orElseThrow().versions())
        .containsExactly("1.0.0", "1.1.0");
  }

  @Test
  void run_fromAFile_refusesWhatBreaksARule(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("servers.json");
    Files.writeString(
        file,
        Json.write(
            Json.parse(
                """
                [{"name":"com.example/ok","description":"Fine","version":"1.0.0"},
                 {"name":"no namespace","description":"Bad","version":"1.0.0"},
                 7]""")));

    seed.run(file.toString());

    assertThat(seed.outcome().imported()).isEqualTo(1);
    assertThat(seed.outcome().refused())
        .singleElement()
        .asString()
        .startsWith("no namespace: ")
        .contains("name must be <namespace>/<name>");
  }

  @Test
  void run_fromAFailingRegistry_saysWhatToDo() {
    failing = true;

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> seed.run(url()))
        .withMessageContaining("answered 503")
        .withMessageContaining("run the same command again");
  }

  @Test
  void run_fromNowhere_saysSo() {
    String url = url();
    server.stop(0);

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> seed.run(url))
        .withMessageContaining("cannot be reached");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> seed.run("none.json"))
        .withMessage("none.json is not a file, nor the URL of a registry.");
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (failing) {
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      FakeHttpResponse answer =
          FakeHttpResponse.from(
              source.function,
              FakeHttpRequest.of(exchange.getRequestMethod(), exchange.getRequestURI().toString()));
      byte[] body = answer.text().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
