package dev.sigil.github;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kohsuke.github.GHAppInstallation;
import org.kohsuke.github.GHAppInstallationToken;
import org.kohsuke.github.GHFileNotFoundException;
import org.kohsuke.github.GHPermissionType;
import org.kohsuke.github.GitHub;

/**
 * The App's tokens: found by repository, kept until five minutes before they expire. A token reads
 * content and nothing else. Thread-safe.
 */
final class Installations {
  private static final Duration EARLY = Duration.ofMinutes(5);
  private static final Duration ABSENCE = Duration.ofMinutes(1);
  private static final int MAX_KEPT = 10_000;

  /* Of a repository that the App is not installed on, the token is null. */
  private record Kept(@Nullable String token, Instant until) {}

  private final GitHub app;
  private final InstantSource clock;
  private final Map<String, Kept> tokens = new LinkedHashMap<>();

  /** {@code app} is authorised as the App itself. */
  Installations(GitHub app, InstantSource clock) {
    this.app = app;
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
