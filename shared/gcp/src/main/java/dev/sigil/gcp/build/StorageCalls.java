package dev.sigil.gcp.build;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Single calls of Cloud Storage's JSON API. Thread-safe. */
final class StorageCalls {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration CALL = Duration.ofMinutes(2);

  private final String base;
  private final Authorization authorization;
  private final HttpClient client;

  StorageCalls(@Nullable String emulator, Authorization authorization) {
    this.base = emulator == null ? "https://storage.googleapis.com" : "http://" + emulator;
    this.authorization = authorization;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** Calls a path with its query; a {@code body} is JSON. */
  HttpResponse<byte[]> send(String method, String path, byte @Nullable [] body) {
    URI uri = URI.create(base + path);
    BodyPublisher content =
        body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method, content);
    if (body != null) {
      request.header("Content-Type", "application/json; charset=UTF-8");
      request.header("X-Upload-Content-Type", "application/gzip");
    }
    return send(request, uri);
  }

  /**
   * Sends a piece to an upload's session.
   *
   * @param range the value of {@code Content-Range}
   */
  HttpResponse<byte[]> piece(String session, String range, byte[] bytes, int length) {
    URI uri = URI.create(session);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .header("Content-Range", range)
            .PUT(BodyPublishers.ofByteArray(bytes, 0, length));
    return send(request, uri);
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request, URI uri) {
    try {
      authorization
          .headers(uri)
          .forEach((name, values) -> values.forEach(value -> request.header(name, value)));
      return client.send(request.timeout(CALL).build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new TransientException("Cloud Storage could not be reached", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransientException("interrupted while calling Cloud Storage", e);
    }
  }

  /**
   * The body of a success.
   *
   * @param action completes "Cloud Storage did not …"
   */
  JsonNode success(String action, HttpResponse<byte[]> response) {
    int status = response.statusCode();
    if (status / 100 == 2) {
      return response.body().length == 0 ? Json.object() : Json.parse(response.body());
    }
    if (status == 400) {
      throw new SigilException(
          ErrorCode.INTERNAL, "Cloud Storage refused to " + action + " (" + status + ").");
    }
    throw new TransientException("Cloud Storage did not " + action + " (" + status + ")");
  }

  /** For one segment of a path, or a value in a query. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
