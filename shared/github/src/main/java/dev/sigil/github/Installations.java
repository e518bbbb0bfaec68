package dev.sigil.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.kohsuke.github.GHAppInstallation;
import org.kohsuke.github.GHAppInstallationToken;
import org.kohsuke.github.GHFileNotFoundException;
import org.kohsuke.github.GHPermissionType;
import org.kohsuke.github.GitHub;
import org.kohsuke.github.HttpException;

/**
 * The App's tokens: found by repository, kept until five minutes before they expire. A token reads
 * content and nothing else. Thread-safe.
 */
final class Installations {
  private static final Duration EARLY = Duration.ofMinutes(5);
  private static final Duration ABSENCE = Duration.ofMinutes(1);
  private static final Duration PLACED = Duration.ofMinutes(10);
  private static final int MAX_KEPT = 10_000;

  /* Of a repository that the App is not installed on, the token is null. */
  private record Kept(@Nullable String token, Instant until) {}

  private final GitHub app;
  private final Rest rest;
  private final InstantSource clock;
  private final Map<String, Kept> tokens = new LinkedHashMap<>();

  /** {@code app} and {@code rest} are authorised as the App itself. */
  Installations(GitHub app, Rest rest, InstantSource clock) {
    this.app = app;
    this.rest = rest;
    this.clock = clock;
  }

  /** A token for the repository, or empty when the App is not installed there. */
  Optional<String> token(RepositoryPath repository) throws IOException {
    String key = key(repository);
    Kept kept = kept(key);
    if (kept != null && clock.instant().isBefore(kept.until())) {
      return Optional.ofNullable(kept.token());
    }
    Kept fresh = ask(repository);
    keep(key, fresh);
    return Optional.ofNullable(fresh.token());
  }

  /**
   * A token of the installation that may do no more than {@code permissions} say, such as {@code
   * contents} to {@code read}.
   */
  String token(long installation, Map<String, String> permissions) throws IOException {
    String key = key(installation, permissions);
    Kept kept = kept(key);
    String token = kept == null ? null : kept.token();
    if (kept != null && token != null && clock.instant().isBefore(kept.until())) {
      return token;
    }
    ObjectNode body = Json.object();
    new TreeMap<>(permissions).forEach(body.putObject("permissions")::put);
    JsonNode made = made(installation, permissions, body);
    String fresh = made.path("token").asText();
    keep(key, new Kept(fresh, Instant.parse(made.path("expires_at").asText()).minus(EARLY)));
    return fresh;
  }

  /* What the account has not granted is refused as a request that cannot be processed. */
  private JsonNode made(long installation, Map<String, String> permissions, ObjectNode body)
      throws IOException {
    try {
      return rest.send("POST", "/app/installations/" + installation + "/access_tokens", body);
    } catch (HttpException e) {
      if (e.getResponseCode() == 422) {
        throw GitHubRequests.forbidden("installation " + installation, permissions);
      }
      throw e;
    }
  }

  /** The number of the installation that covers a repository, remembered for a while. */
  Optional<Long> of(RepositoryPath repository) throws IOException {
    String key = "number of " + key(repository);
    Kept kept = kept(key);
    if (kept != null && clock.instant().isBefore(kept.until())) {
      return Optional.ofNullable(kept.token()).map(Long::valueOf);
    }
    Optional<Long> number = of("/repos/" + repository);
    String text = number.map(String::valueOf).orElse(null);
    keep(key, new Kept(text, clock.instant().plus(number.isPresent() ? PLACED : ABSENCE)));
    return number;
  }

  /** The number of the installation that covers a repository, given as its path in the API. */
  Optional<Long> of(String path) throws IOException {
    return rest.find(path + "/installation").map(found -> found.path("id").asLong());
  }

  /** Forgets a token that GitHub does not take any more. */
  synchronized void forget(long installation, Map<String, String> permissions) {
    tokens.remove(key(installation, permissions));
  }

  private static String key(long installation, Map<String, String> permissions) {
    return "#" + installation + new TreeMap<>(permissions);
  }

  /** Forgets the repository's token, which GitHub does not take any more. */
  synchronized void forget(RepositoryPath repository) {
    tokens.remove(key(repository));
  }

  private Kept ask(RepositoryPath repository) throws IOException {
    try {
      GHAppInstallation installation =
          app.getApp().getInstallationByRepository(repository.owner(), repository.name());
      GHAppInstallationToken token =
          installation
              .createToken()
              .permissions(Map.of("contents", GHPermissionType.READ))
              .create();
      return new Kept(token.getToken(), token.getExpiresAt().toInstant().minus(EARLY));
    } catch (GHFileNotFoundException e) {
      return new Kept(null, clock.instant().plus(ABSENCE));
    }
  }

  private synchronized @Nullable Kept kept(String key) {
    return tokens.get(key);
  }

  private synchronized void keep(String key, Kept token) {
    tokens.put(key, token);
    if (tokens.size() > MAX_KEPT) {
      Iterator<String> oldest = tokens.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  private static String key(RepositoryPath repository) {
    return repository.toString().toLowerCase(Locale.ROOT);
  }
}
