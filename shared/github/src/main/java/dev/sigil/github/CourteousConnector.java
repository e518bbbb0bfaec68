package dev.sigil.github;

import dev.sigil.core.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.kohsuke.github.connector.GitHubConnector;
import org.kohsuke.github.connector.GitHubConnectorRequest;
import org.kohsuke.github.connector.GitHubConnectorResponse;

/**
 * How every request reaches GitHub: bounded in time and size, not at all while a rate limit holds,
 * with the tag of what is known already, and again after a failure that may pass when repeating
 * does no harm. Thread-safe.
 */
final class CourteousConnector implements GitHubConnector {
  private static final long CACHE = 32L << 20;
  private static final Set<String> SAFE = Set.of("GET", "HEAD");
  private static final Set<Integer> PASSING = Set.of(500, 502, 503, 504);

  private final Exchanges exchanges;
  private final Patience patience;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Pause pause;
  private final RateLimits limits;
  private final AnswerCache cache;

  CourteousConnector(Patience patience, InstantSource clock, RandomGenerator random, Pause pause) {
    this.exchanges = new Exchanges(patience);
    this.patience = patience;
    this.clock = clock;
    this.random = random;
    this.pause = pause;
    this.limits = new RateLimits(clock);
    this.cache = new AnswerCache(CACHE);
  }

  @Override
  public GitHubConnectorResponse send(GitHubConnectorRequest request) throws IOException {
    Instant deadline = clock.instant().plus(patience.total());
    byte[] body = body(request);
    int tries = SAFE.contains(request.method()) ? patience.tries() : 1;
    for (int tried = 1; ; tried++) {
      boolean last = tried >= tries || !clock.instant().isBefore(deadline);
      try {
        Exchanges.Answer answer = once(request, body);
        if (last || !PASSING.contains(answer.statusCode())) {
          return answer;
        }
        answer.close();
      } catch (LimitedException e) {
        throw e;
      } catch (IOException e) {
        if (last) {
          throw e;
        }
      }
      rest(tried);
    }
  }

  /* Half of it by chance, so that many do not come again at once. */
  private void rest(int tried) throws IOException {
    long most = patience.pause().toMillis() << (tried - 1);
    try {
      pause.sleep(Duration.ofMillis(most / 2 + random.nextLong(most / 2 + 1)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted before GitHub was asked again", e);
    }
  }

  private Exchanges.Answer once(GitHubConnectorRequest request, byte[] body) throws IOException {
    String credential = credential(request);
    limits.check(credential);
    AnswerCache.Key key =
        new AnswerCache.Key(
            credential, request.url().toString(), String.valueOf(request.header("Accept")));
    Optional<AnswerCache.Kept> known =
        request.method().equals("GET") ? cache.get(key) : Optional.empty();
    Map<String, String> extra =
        known.map(kept -> Map.of("If-None-Match", kept.tag())).orElse(Map.of());
    Exchanges.Answer answer = exchanges.send(request, body, extra);
    limits.learn(credential, answer, answer.body().orElse(new byte[0]));
    if (answer.statusCode() == 304 && known.isPresent()) {
      AnswerCache.Kept kept = known.get();
      return new Exchanges.Answer(
          request, 200, kept.headers(), InputStream.nullInputStream(), kept.body());
    }
    remember(key, answer);
    return answer;
  }

  private void remember(AnswerCache.Key key, Exchanges.Answer answer) {
    @Nullable String tag = answer.header("ETag");
    if (answer.statusCode() == 200 && tag != null && answer.request().method().equals("GET")) {
      answer
          .body()
          .ifPresent(body -> cache.put(key, new AnswerCache.Kept(tag, answer.allHeaders(), body)));
    }
  }

  private static String credential(GitHubConnectorRequest request) {
    return Digests.sha256Hex(String.valueOf(request.header("Authorization")));
  }

  private static byte[] body(GitHubConnectorRequest request) throws IOException {
    try (InputStream in = request.body()) {
      return in == null || !request.hasBody() ? new byte[0] : in.readAllBytes();
    }
  }
}
