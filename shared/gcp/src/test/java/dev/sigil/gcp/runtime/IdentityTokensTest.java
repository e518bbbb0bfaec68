package dev.sigil.gcp.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.TransientException;
import dev.sigil.core.json.Json;
import dev.sigil.testkit.time.MutableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class IdentityTokensTest {
  private static final String AUDIENCE = "https://sigil-server0001.run.app";

  private final MutableClock clock = new MutableClock();
  private final List<String> audiences = new ArrayList<>();
  private final Queue<Runnable> queued = new ArrayDeque<>();

  @Test
  void headers_untilShortlyBeforeExpiry_areTheSame() {
    IdentityTokens tokens = new IdentityTokens(this::issue, Runnable::run, clock);
    Map<String, String> first = tokens.headers(AUDIENCE).join();

    clock.advance(Duration.ofMinutes(54));
    assertThat(tokens.headers(AUDIENCE).join()).isEqualTo(first);
    clock.advance(Duration.ofMinutes(2));
    assertThat(tokens.headers(AUDIENCE).join()).isNotEqualTo(first);

    assertThat(audiences).containsExactly(AUDIENCE, AUDIENCE);
  }

  @Test
  void headers_carryTheTokenWhereTheServersOwnStayFree() {
    IdentityTokens tokens = new IdentityTokens(this::issue, Runnable::run, clock);

    assertThat(tokens.headers(AUDIENCE).join())
        .hasSize(1)
        .hasEntrySatisfying(
            "X-Serverless-Authorization", value -> assertThat(value).startsWith("Bearer "));
  }

  @Test
  void headers_anotherAudience_isAnotherToken() {
    IdentityTokens tokens = new IdentityTokens(this::issue, Runnable::run, clock);

    assertThat(tokens.headers(AUDIENCE).join())
        .isNotEqualTo(tokens.headers("https://other.run.app").join());
  }

  @Test
  void headers_askedTogether_areMadeOnceAndWithoutBlocking() {
    IdentityTokens tokens = new IdentityTokens(this::issue, queued::add, clock);

    CompletableFuture<Map<String, String>> first = tokens.headers(AUDIENCE);
    CompletableFuture<Map<String, String>> second = tokens.headers(AUDIENCE);
    assertThat(first).isNotDone();
    while (!queued.isEmpty()) {
      queued.remove().run();
    }

    assertThat(first.join()).isEqualTo(second.join());
    assertThat(audiences).containsExactly(AUDIENCE);
  }

  @Test
  void headers_issuerFails_isNotRemembered() {
    Queue<RuntimeException> failures = new ArrayDeque<>(List.of(new TransientException("not now")));
    IdentityTokens tokens =
        new IdentityTokens(
            audience -> {
              RuntimeException failure = failures.poll();
              if (failure != null) {
                throw failure;
              }
              return issue(audience);
            },
            Runnable::run,
            clock);

    assertThat(tokens.headers(AUDIENCE)).isCompletedExceptionally();
    assertThat(tokens.headers(AUDIENCE)).isCompleted();
  }

  @Test
  void headers_issuerAnswersSomethingElse_fail() {
    IdentityTokens tokens = new IdentityTokens(audience -> "opaque", Runnable::run, clock);

    assertThat(tokens.headers(AUDIENCE))
        .failsWithin(Duration.ofSeconds(1))
        .withThrowableThat()
        .withCauseInstanceOf(TransientException.class);
  }

  private String issue(String audience) {
    audiences.add(audience);
    Instant expiry = clock.instant().plus(Duration.ofHours(1));
    String claims =
        Json.write(Json.object().put("aud", audience).put("exp", expiry.getEpochSecond()));
    String encoded =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8));
    return "head." + encoded + ".signature" + audiences.size();
  }
}
