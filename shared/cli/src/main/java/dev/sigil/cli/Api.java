package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The platform's `/api/v1`, and the envelope its answers come in. Thread-safe. */
final class Api implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final String url;
  private final String token;

  Api(String url, String token) {
    this.url = url;
    this.token = token;
  }

  String url() {
    return url;
  }

  String token() {
    return token;
  }

  JsonNode get(String path) {
    return send("GET", path, null);
  }

  JsonNode post(String path, Object body) {
    return send("POST", path, Json.write(body));
  }

  JsonNode put(String path, Object body) {
    return send("PUT", path, Json.write(body));
  }

  JsonNode patch(String path, Object body) {
    return send("PATCH", path, Json.write(body));
  }

  JsonNode delete(String path) {
    return send("DELETE", path, null);
  }

  /** One segment or value of an address, encoded. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private JsonNode send(String method, String path, @Nullable String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(TIMEOUT)
            .header("Accept", "application/json")
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      return data(http.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw ApiException.unreachable(url, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("Interrupted.");
    }
  }

  private static JsonNode data(HttpResponse<String> response) {
    JsonNode envelope = parse(response);
    if (response.statusCode() < 400 && envelope.path("success").asBoolean()) {
      return envelope.path("data");
    }
    JsonNode error = envelope.path("error");
    throw new ApiException(
        response.statusCode(),
        error.path("code").asText("INTERNAL"),
        error.path("message").asText("The platform answered HTTP " + response.statusCode() + "."),
        error.path("hint").asText(""));
  }

  private static JsonNode parse(HttpResponse<String> response) {
    try {
      return Json.parse(response.body());
    } catch (Json.MalformedException e) {
      throw new ApiException(
          response.statusCode(),
          "INTERNAL",
          "What answers there is not Sigil: it sent HTTP " + response.statusCode() + ".",
          "Check --url.");
    }
  }
}
