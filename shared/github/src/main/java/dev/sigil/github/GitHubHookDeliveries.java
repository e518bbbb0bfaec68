package dev.sigil.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.codehost.HookDeliveries;
import dev.sigil.core.json.Json;
import dev.sigil.core.store.Page;
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
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The App's webhook deliveries, which the github-api library does not know: {@code GET
 * /app/hook/deliveries} and {@code POST /app/hook/deliveries/{id}/attempts}. Thread-safe.
 */
public final class GitHubHookDeliveries implements HookDeliveries {
  private static final int PAGE = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Pattern NEXT =
      Pattern.compile("<[^>]*[?&]cursor=([A-Za-z0-9_=%-]{1,200})[^>]*>;\\s*rel=\"next\"");

  private final URI api;
  private final AppToken token;
  private final HttpClient client;

  /** The deliveries of an App. */
  public GitHubHookDeliveries(URI api, GitHubConfig.App app, InstantSource clock) {
    this.api = api;
    this.token = new AppToken(app, clock);
    this.client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  }

  @Override
  public Page<Attempt> list(@Nullable String cursor) {
    String from =
        cursor == null ? "" : "&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
    HttpResponse<byte[]> answer = send("deliveries?per_page=" + PAGE + from, "GET");
    if (answer.statusCode() != 200) {
      throw unexpected(answer);
    }
    List<Attempt> attempts = new ArrayList<>();
    for (JsonNode entry : Json.parse(answer.body())) {
      attempts.add(
          new Attempt(
              entry.path("id").asLong(),
              entry.path("guid").asText(),
              OffsetDateTime.parse(entry.path("delivered_at").asText()).toInstant(),
              entry.path("status_code").asInt()));
    }
    return new Page<>(attempts, next(answer));
  }

  @Override
  public void redeliver(long attempt) {
    HttpResponse<byte[]> answer = send("deliveries/" + attempt + "/attempts", "POST");
    switch (answer.statusCode()) {
      case 200, 202 -> {}
      case 400, 404, 422 ->
          throw new SigilException(
              ErrorCode.NOT_FOUND, "GitHub does not deliver " + attempt + " again.");
      default -> throw unexpected(answer);
    }
  }

  private HttpResponse<byte[]> send(String path, String method) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(api + "/app/hook/" + path))
            .timeout(PATIENCE)
            .header("Accept", "application/vnd.github+json")
            .header("X-GitHub-Api-Version", "2022-11-28")
            .header("Authorization", token.getEncodedAuthorization())
            .method(method, BodyPublishers.noBody())
            .build();
    try {
      return client.send(request, BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new TransientException("GitHub could not be reached", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransientException("interrupted", e);
    }
  }

  private static @Nullable String next(HttpResponse<?> answer) {
    Matcher link = NEXT.matcher(answer.headers().firstValue("Link").orElse(""));
    return link.find() ? link.group(1) : null;
  }

  private static TransientException unexpected(HttpResponse<?> answer) {
    return new TransientException("GitHub answered with status " + answer.statusCode());
  }
}
