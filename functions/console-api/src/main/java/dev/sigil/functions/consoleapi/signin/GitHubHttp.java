package dev.sigil.functions.consoleapi.signin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Requests to GitHub, bounded in time and in what is read. Thread-safe. */
public final class GitHubHttp {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final int MAX_BYTES = 4 * 1024 * 1024;

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /** Sends a form and reads JSON, whatever the status below 500. */
  JsonNode post(String address, Map<String, String> form) {
    HttpResponse<InputStream> response =
        send(
            HttpRequest.newBuilder(URI.create(address))
                .header("Accept", "application/json")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form(form))));
    return json(response);
  }

  /**
   * Reads from the REST API for a user.
   *
   * @throws SigilException {@code FORBIDDEN} when GitHub refuses
   */
  JsonNode get(String address, String token) {
    HttpResponse<InputStream> response =
        send(
            HttpRequest.newBuilder(URI.create(address))
                .header("Accept", "application/vnd.github+json")
                .header("X-GitHub-Api-Version", "2022-11-28")
                .header("Authorization", "Bearer " + token)
                .GET());
    JsonNode answer = json(response);
    if (response.statusCode() != 200) {
      throw new SigilException(
          ErrorCode.FORBIDDEN,
          "GitHub did not tell who you are (" + response.statusCode() + ").",
          "Sign in again; if it stays, report it to the operator.");
    }
    return answer;
  }

  static String form(Map<String, String> values) {
    return values.entrySet().stream()
        .map(value -> value.getKey() + "=" + encode(value.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private HttpResponse<InputStream> send(HttpRequest.Builder request) {
    try {
      HttpResponse<InputStream> response =
          client.send(
              request.header("User-Agent", "sigil").timeout(ANSWER).build(),
              BodyHandlers.ofInputStream());
      if (response.statusCode() >= 500 || limited(response)) {
        response.body().close();
        throw new TransientException("GitHub answered " + response.statusCode());
      }
      return response;
    } catch (IOException e) {
      throw new TransientException("GitHub does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransientException("interrupted", e);
    }
  }

  /* The primary limit shows in the remainder, a secondary one in the time to wait. */
  private static boolean limited(HttpResponse<?> response) {
    return response.statusCode() == 429
        || (response.statusCode() == 403
            && (response.headers().firstValue("Retry-After").isPresent()
                || response
                    .headers()
                    .firstValue("X-RateLimit-Remaining")
                    .filter("0"::equals)
                    .isPresent()));
  }

  private static JsonNode json(HttpResponse<InputStream> response) {
    try (InputStream body = response.body()) {
      return Json.parse(body.readNBytes(MAX_BYTES));
    } catch (IOException | Json.MalformedException e) {
      throw new TransientException("GitHub's answer cannot be read", e);
    }
  }
}
