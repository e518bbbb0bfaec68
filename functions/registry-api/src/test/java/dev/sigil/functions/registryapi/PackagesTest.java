package dev.sigil.functions.registryapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.build.Visibility;
import dev.sigil.http.Route;
import dev.sigil.testkit.http.FakeHttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackagesTest {
  private static final String SEARCH = "/api/v1/packages/search";

  private final RegistryFixture registry = new RegistryFixture();

  private JsonNode search(String text) {
    return registry.get(SEARCH, SEARCH + "?q=" + text).json().at("/data/items");
  }

  @Test
  void search_findsNameTitleAndDescriptionWhateverTheirCase() {
    registry.publish("weather", "1.0.0", "Forecasts for Europe", Visibility.PUBLIC);
    registry.publish("tides", "1.0.0", "High water", Visibility.PUBLIC);
    registry.publish("hidden", "1.0.0", "Forecasts for friends", Visibility.PRIVATE);
    assertThat(search("FORECASTS").findValuesAsText("name"))
        .containsExactly("io.github.acme/weather");
    assertThat(search("high%20water").findValuesAsText("title")).containsExactly("tides");
    assertThat(search("io.github").findValuesAsText("version")).hasSize(2);
    assertThat(search("nothing")).isEmpty();
  }

  @Test
  void searchWithoutText_isRefused() {
    assertThat(registry.get(SEARCH, SEARCH).status()).isEqualTo(400);
    assertThat(registry.get(SEARCH, SEARCH + "?q=" + "x".repeat(201)).status()).isEqualTo(400);
  }

  @Test
  void search_continuesAtItsCursor() {
    for (String name : List.of("weather-a", "weather-b", "tides", "weather-c")) {
      registry.publish(name);
    }
    FakeHttpResponse first = registry.get(SEARCH, SEARCH + "?q=weather&limit=2");
    String cursor = first.json().at("/data/nextCursor").asText();
    FakeHttpResponse second = registry.get(SEARCH, SEARCH + "?limit=2&cursor=" + cursor);
    assertThat(second.json().at("/data/items").findValuesAsText("title"))
        .containsExactly("weather-c");
  }

  @Test
  void detail_showsToolsAndVersions() {
    registry.publish("weather");
    registry.publish("weather", "1.1.0", "Does weather better", Visibility.PUBLIC);
    JsonNode detail =
        registry
            .get("/api/v1/packages/{name}", "/api/v1/packages/io.github.acme%2Fweather")
            .json()
            .path("data");
    assertThat(detail.at("/latest/version").asText()).isEqualTo("1.1.0");
    assertThat(detail.at("/latest/endpoint").asText())
        .isEqualTo("https://sigil.example/acme/weather/mcp");
    assertThat(detail.at("/tools/0/name").asText()).isEqualTo("forecast");
    assertThat(detail.path("versions").findValuesAsText("version"))
        .containsExactly("1.1.0", "1.0.0");
    FakeHttpResponse parts =
        registry.get(
            "/api/v1/packages/{namespace}/{name}", "/api/v1/packages/io.github.acme/weather");
    assertThat(parts.json().path("data")).isEqualTo(detail);
  }

  @Test
  void unknownOrPrivatePackage_isNotFoundInTheEnvelope() {
    registry.publish("hidden", "1.0.0", "Secret plans", Visibility.PRIVATE);
    for (String name : List.of("hidden", "none")) {
      FakeHttpResponse answer =
          registry.get("/api/v1/packages/{name}", "/api/v1/packages/io.github.acme%2F" + name);
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.json().at("/error/code").asText()).isEqualTo("NOT_FOUND");
    }
    assertThat(registry.get("/api/v1/packages", "/api/v1/packages").json().at("/data/items"))
        .isEmpty();
  }

  @Test
  void routes_areThoseOfTheDocument() {
    registry.contract.documents(
        registry.function.http().routes().all().stream().map(Route::toString).toList());
  }
}
