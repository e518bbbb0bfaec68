package dev.sigil.scanner.dependency.advisory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sigil.core.TransientException;
import dev.sigil.core.json.Json;
import dev.sigil.core.scan.Finding;
import dev.sigil.core.scan.ScanReport;
import dev.sigil.scanner.MemoryTree;
import dev.sigil.scanner.SourceScanner;
import dev.sigil.scanner.dependency.inventory.Dependency;
import dev.sigil.scanner.dependency.inventory.Ecosystem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OsvClientTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-03-01T00:00:00Z"));
  private final List<JsonNode> asked = new ArrayList<>();
  private HttpServer server;
  private OsvClient client;
  private int status = 200;

  /* A service as its documentation describes it: `vulnerable` has an advisory on each of two pages. */
  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/querybatch", this::batch);
    server.createContext("/v1/vulns/", this::vulnerability);
    server.start();
    client = new OsvClient(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), CLOCK);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void vulnerablePackage_isKnownWithAllItsPages() {
    Advisories advisories =
        client.consulted(List.of(npm("vulnerable", "1.0.0"), npm("sound", "1.0.0")));

    assertThat(advisories.about(Ecosystem.NPM, "vulnerable"))
        .extracting(Advisory::id)
        .containsExactly("GHSA-first", "GHSA-second");
    assertThat(advisories.about(Ecosystem.NPM, "sound")).isEmpty();
    assertThat(advisories.provenance().date()).isEqualTo("2026-03-01");
    JsonNode query = asked.getFirst().path("queries").path(0);
    assertThat(query.path("package").path("ecosystem").asText()).isEqualTo("npm");
    assertThat(query.path("version").asText()).isEqualTo("1.0.0");
  }

  @Test
  void scan_asksTheServiceOnceForAllItsManifests() {
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    Advisories advisories = AdvisorySources.of(null, address, CLOCK);
    MemoryTree tree =
        MemoryTree.of("requirements.txt", "a==1.0\n")
            .with("web/requirements.txt", "b==2.0\n")
            .with("package.json", "{\"dependencies\": {\"vulnerable\": \"1.0.0\"}}");

    ScanReport report = new SourceScanner(List.of(), advisories, CLOCK).scan(tree, "");

    assertThat(asked.getFirst().path("queries")).hasSize(3);
    assertThat(asked.stream().map(each -> each.path("queries").path(0).path("package")).distinct())
        .hasSizeLessThanOrEqualTo(2);
    assertThat(report.findings())
        .extracting(Finding::rule)
        .contains("dependency/known-vulnerability");
    assertThat(Objects.requireNonNull(report.advisories()).newest()).isEqualTo("2026-03-01");
  }

  @Test
  void moreThanABatch_isAskedInBatches() {
    client.consulted(
        IntStream.range(0, 1_500).mapToObj(i -> npm("package-" + i, "1.0.0")).toList());

    assertThat(asked).extracting(each -> each.path("queries").size()).containsExactly(1_000, 500);
  }

  @Test
  void whatNoRegistryKnows_isNotAskedFor() {
    Dependency local =
        new Dependency(
            Ecosystem.NPM,
            "mine",
            "1.0.0",
            "",
            Dependency.Scope.RUNTIME,
            true,
            "link:x",
            "",
            "p",
            1);

    client.consulted(List.of(local, npm("open", "")));

    assertThat(asked).isEmpty();
  }

  @Test
  void serviceThatFails_isTransient() {
    status = 503;

    assertThatThrownBy(() -> client.consulted(List.of(npm("a", "1.0.0"))))
        .isInstanceOf(TransientException.class);
  }

  @Test
  void serviceThatIsNotThere_isTransient() {
    server.stop(0);

    assertThatThrownBy(() -> client.consulted(List.of(npm("a", "1.0.0"))))
        .isInstanceOf(TransientException.class);
  }

  private void batch(HttpExchange exchange) throws IOException {
    JsonNode body = Json.parse(exchange.getRequestBody().readAllBytes());
    asked.add(body);
    ObjectNode answer = Json.object();
    ArrayNode results = answer.putArray("results");
    for (JsonNode query : body.path("queries")) {
      ObjectNode result = results.addObject();
      if (query.path("package").path("name").asText().equals("vulnerable")) {
        boolean second = query.has("page_token");
        result.putArray("vulns").addObject().put("id", second ? "GHSA-second" : "GHSA-first");
        if (!second) {
          result.put("next_page_token", "more");
        }
      }
    }
    answer(exchange, answer);
  }

  private void vulnerability(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    answer(
        exchange,
        Json.parse(
            """
            {"id": "%s", "summary": "s", "affected": [
              {"package": {"ecosystem": "npm", "name": "vulnerable"}, "versions": ["1.0.0"]}]}
            """
                .formatted(path.substring(path.lastIndexOf('/') + 1))));
  }

  private void answer(HttpExchange exchange, JsonNode answer) throws IOException {
    byte[] bytes = Json.bytes(answer);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static Dependency npm(String name, String version) {
    return new Dependency(
        Ecosystem.NPM,
        name,
        version,
        "",
        Dependency.Scope.RUNTIME,
        true,
        "",
        "",
        "package.json",
        1);
  }
}
