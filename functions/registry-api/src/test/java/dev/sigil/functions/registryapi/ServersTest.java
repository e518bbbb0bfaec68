package dev.sigil.functions.registryapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.build.Visibility;
import dev.sigil.core.json.Json;
import dev.sigil.core.registry.PackageStatus;
import dev.sigil.testkit.http.FakeHttpRequest;
import dev.sigil.testkit.http.FakeHttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServersTest {
  private static final String WEATHER = "io.github.acme%2Fweather";

  private final RegistryFixture registry = new RegistryFixture();

  private FakeHttpResponse list(String query) {
    return registry.get("/v0.1/servers", "/v0.1/servers" + query);
  }

  private FakeHttpResponse version(String name, String version) {
    String template = "/v0.1/servers/{name}/versions/{version}";
    return registry.get(template, "/v0.1/servers/" + name + "/versions/" + version);
  }

  private FakeHttpResponse versions(String name) {
    return registry.get("/v0.1/servers/{name}/versions", "/v0.1/servers/" + name + "/versions");
  }

  private static List<String> names(FakeHttpResponse answer) {
    List<String> names = new ArrayList<>();
    for (JsonNode entry : answer.json().path("servers")) {
      names.add(
          entry.at("/server/name").asText().replace("io.github.acme/", "")
              + "@"
              + entry.at("/server/version").asText());
    }
    return names;
  }

  @Test
  void entry_isWrittenAsTheRegistryApiSays() {
    registry.publish("weather");
    JsonNode entry = list("?limit=1").json().at("/servers/0");
    assertThat(Json.pretty(entry.path("_meta").path("io.modelcontextprotocol.registry/official")))
        .isEqualToNormalizingNewlines(
            """
            {
              "status" : "active",
              "statusChangedAt" : "2026-03-02T12:00:01.000000000Z",
              "publishedAt" : "2026-03-02T12:00:01.000000000Z",
              "updatedAt" : "2026-03-02T12:00:01.000000000Z",
              "isLatest" : true
            }""");
    assertThat(entry.at("/server/remotes/0/url").asText())
        .isEqualTo("https://sigil.example/acme/weather/mcp");
    assertThat(version(WEATHER, "latest").json()).isEqualTo(entry);
    assertThat(version(WEATHER, "1.0.0").json()).isEqualTo(entry);
  }

  /** What VS Code does: probe, first page, then the raw cursor without the search. */
  @Test
  void editorPaging_keepsSearchAndVersionInTheCursor() {
    for (String name : List.of("weather-a", "weather-b", "other", "weather-c")) {
      registry.publish(name);
    }
    registry.publish("weather-a", "2.0.0", "Newer", Visibility.PUBLIC);
    List<String> found = new ArrayList<>();
    String next = "?limit=1&version=latest&search=WEATHER";
    for (int pages = 0; !next.isEmpty(); pages++) {
      assertThat(pages).isLessThan(10);
      FakeHttpResponse page = list(next);
      found.addAll(names(page));
      String cursor = page.json().at("/metadata/nextCursor").asText("");
      assertThat(cursor).matches("[A-Za-z0-9_-]*");
      next = cursor.isEmpty() ? "" : "?limit=1&version=latest&cursor=" + cursor;
    }
    assertThat(found).containsExactly("weather-a@2.0.0", "weather-b@1.0.0", "weather-c@1.0.0");
  }

  @Test
  void everyVersion_isListedUnlessTheLatestIsAskedFor() {
    registry.publish("weather");
    registry.publish("weather", "2.0.0", "Newer", Visibility.PUBLIC);
    assertThat(names(list(""))).containsExactlyInAnyOrder("weather@1.0.0", "weather@2.0.0");
    assertThat(names(list("?version=latest"))).containsExactly("weather@2.0.0");
    assertThat(names(list("?version=1.0.0"))).containsExactly("weather@1.0.0");
    assertThat(names(versions(WEATHER))).containsExactly("weather@2.0.0", "weather@1.0.0");
  }

  @Test
  void updatedSince_showsWhatChangedDeletedIncluded() {
    registry.publish("old");
    registry.publish("gone");
    String since = registry.platform.clock().instant().plusMillis(1).toString();
    registry.publish("fresh");
    registry.packages.changeStatus(
        RegistryFixture.ACME, "io.github.acme/gone", null, PackageStatus.DELETED, "Withdrawn");
    assertThat(names(list("?updated_since=" + since)))
        .containsExactlyInAnyOrder("fresh@1.0.0", "gone@1.0.0");
    assertThat(names(list("?updated_since=2026-03-02T13:00:00+01:00"))).hasSize(3);
    assertThat(names(list(""))).containsExactlyInAnyOrder("fresh@1.0.0", "old@1.0.0");
    assertThat(names(list("?include_deleted=true"))).hasSize(3);
  }

  @Test
  void deletedVersion_isReadableByItsName() {
    registry.publish("weather");
    registry.packages.changeStatus(
        RegistryFixture.ACME, "io.github.acme/weather", null, PackageStatus.DELETED, "Withdrawn");
    assertThat(version(WEATHER, "1.0.0").json().findValue("statusMessage").asText())
        .isEqualTo("Withdrawn");
    assertThat(version(WEATHER, "latest").status()).isEqualTo(404);
    assertThat(versions(WEATHER).status()).isEqualTo(404);
  }

  @Test
  void privateServer_isAnsweredLikeAnUnknownOne() {
    registry.publish("hidden", "1.0.0", "Secret plans", Visibility.PRIVATE);
    FakeHttpResponse unknown = version("io.github.acme%2Fnone", "latest");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.text()).isEqualTo("{\"error\":\"Server not found\"}");
    FakeHttpResponse hidden = version("io.github.acme%2Fhidden", "latest");
    assertThat(hidden.text()).isEqualTo(unknown.text());
    assertThat(versions("io.github.acme%2Fhidden").text()).isEqualTo(unknown.text());
    assertThat(names(list("?include_deleted=true"))).isEmpty();
    assertThat(names(list("?search=secret"))).isEmpty();
  }

  @Test
  void nameInTwoSegments_isTheSameServer() {
    registry.publish("weather");
    FakeHttpResponse parts =
        registry.get(
            "/v0.1/servers/{namespace}/{name}/versions/{version}",
            "/v0.1/servers/io.github.acme/weather/versions/latest");
    assertThat(parts.text()).isEqualTo(version(WEATHER, "latest").text());
  }

  @Test
  void alias_answersTheSame() {
    registry.publish("weather");
    assertThat(registry.get("/v0/servers", "/v0/servers").text()).isEqualTo(list("").text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=101",
        "limit=x",
        "updated_since=yesterday",
        "cursor=xx",
        "include_deleted=maybe",
        "cursor=e30",
        "cursor=bnVsbA"
      })
  void wrongQuery_isRefusedWithOneText(String query) {
    FakeHttpResponse answer = list("?" + query);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("error").isTextual()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a%2Fb%2Fc", "a~b%2Fc", "%2F", "..%2Fx", "%5C%2Fx"})
  void strangeName_isNotFound(String name) {
    registry.publish("weather");
    assertThat(version(name, "latest").status()).isEqualTo(404);
  }

  @Test
  void readers_ofEveryOriginMayAskAndKeepAnswers() {
    registry.publish("weather");
    FakeHttpResponse answer = list("");
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=10");
    FakeHttpRequest again =
        FakeHttpRequest.of("GET", "/v0.1/servers").header("If-None-Match", answer.header("ETag"));
    assertThat(FakeHttpResponse.from(registry.function, again).status()).isEqualTo(304);
    FakeHttpRequest preflight = FakeHttpRequest.of("OPTIONS", "/v0.1/servers");
    FakeHttpResponse options = FakeHttpResponse.from(registry.function, preflight);
    assertThat(options.header("Access-Control-Allow-Headers"))
        .isEqualTo("Authorization, Content-Type");
    FakeHttpRequest publish = FakeHttpRequest.of("POST", "/v0.1/servers").json("{}");
    assertThat(FakeHttpResponse.from(registry.function, publish).status()).isEqualTo(405);
  }
}
