package dev.sigil.github;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.kohsuke.github.connector.GitHubConnectorResponse;

/**
 * Until when GitHub wants to hear nothing, by credential: while a limit holds, further requests
 * make it longer (GitHub, "Best practices for using the REST API"). Thread-safe.
 */
final class RateLimits {
  /* GitHub asks for at least a minute after a secondary limit that names no time. */
  private static final Duration UNTOLD = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofHours(2);
  private static final int MAX_KEPT = 10_000;

  private final InstantSource clock;
  private final Map<String, Instant> closed =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > MAX_KEPT;
        }
      };

  RateLimits(InstantSource clock) {
    this.clock = clock;
  }

  /** Refuses to ask while GitHub does not want to be asked. */
  synchronized void check(String credential) throws LimitedException {
    Instant until = closed.get(credential);
    if (until != null && clock.instant().isBefore(until)) {
      throw new LimitedException(until);
    }
  }

  /**
   * Learns from an answer.
   *
   * @throws LimitedException when it is that there are too many requests
   */
  void learn(String credential, GitHubConnectorResponse response, byte[] body)
      throws LimitedException {
    Instant now = clock.instant();
    Optional<Instant> reset =
        number(response, "X-RateLimit-Remaining").filter(left -> left == 0).isPresent()
            ? number(response, "X-RateLimit-Reset").map(Instant::ofEpochSecond)
            : Optional.empty();
    boolean refused = response.statusCode() == 429 || (response.statusCode() == 403 && told(body));
    Optional<Instant> after =
        response.statusCode() == 403 || refused
            ? number(response, "Retry-After").map(now::plusSeconds)
            : Optional.empty();
    Optional<Instant> until = after.or(() -> reset);
    if (refused || after.isPresent() || (reset.isPresent() && response.statusCode() == 403)) {
      throw new LimitedException(close(credential, until.orElse(now.plus(UNTOLD)), now));
    }
    reset.ifPresent(end -> close(credential, end, now));
  }

  private synchronized Instant close(String credential, Instant until, Instant now) {
    Instant bounded = until.isAfter(now.plus(LONGEST)) ? now.plus(LONGEST) : until;
    closed.put(credential, bounded);
    return bounded;
  }

  private static boolean told(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    return text.contains("secondary rate limit") || text.contains("abuse detection");
  }

  private static Optional<Long> number(GitHubConnectorResponse response, String header) {
    return Optional.ofNullable(response.header(header))
        .filter(text -> text.matches("\\d{1,12}"))
        .map(Long::valueOf);
  }
}
