package dev.sigil.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import dev.sigil.testkit.github.FakeGitHub;
import dev.sigil.testkit.github.Fault;
import dev.sigil.testkit.source.MemorySourceTree;
import dev.sigil.testkit.time.MutableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kohsuke.github.HttpException;
import org.kohsuke.github.authorization.AuthorizationProvider;

final class CourteousConnectorTest {
  private static final String REPOSITORY = "/repos/acme/open";
  private static final Patience IMPATIENT =
      new Patience(
          Duration.ofSeconds(10),
          Duration.ofMillis(300),
          Duration.ofMillis(300),
          Duration.ofSeconds(30),
          1,
          Duration.ZERO);

  private final MutableClock clock = new MutableClock(Instant.parse("2026-03-01T00:00:00Z"));
  private final FakeGitHub github = FakeGitHub.start(null, clock);
  private final List<Duration> pauses = new ArrayList<>();
  private final CourteousConnector connector = connector(Patience.DEFAULT);
  private final Rest rest = rest(github.address(), connector);

  private CourteousConnector connector(Patience patience) {
    return new CourteousConnector(patience, clock, new Random(7), pauses::add);
  }

  private static Rest rest(URI api, CourteousConnector connector) {
    return new Rest(api, connector, AuthorizationProvider.ANONYMOUS);
  }

  @BeforeEach
  void create() {
    github.create("acme", "open", false).push("main", MemorySourceTree.of("a", "1"));
  }

  @AfterEach
  void close() {
    github.close();
  }

  @Test
  void answer_thatHasNotChanged_costsNothing() throws IOException {
    rest.get(REPOSITORY);
    int before = github.remaining();

    assertThat(rest.get(REPOSITORY).path("name").asText()).isEqualTo("open");

    assertThat(github.remaining()).isEqualTo(before);
    assertThat(github.requests()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504})
  void failure_thatMayPass_isAskedAgainAfterAPause(int status) throws IOException {
    github.fail(new Fault(Duration.ZERO, status, Map.of()));
    github.fail(new Fault(Duration.ZERO, status, Map.of()));

    assertThat(rest.get(REPOSITORY).path("name").asText()).isEqualTo("open");

    assertThat(pauses).hasSize(2);
    assertThat(pauses.get(0)).isBetween(Duration.ofMillis(150), Duration.ofMillis(300));
    assertThat(pauses.get(1)).isBetween(Duration.ofMillis(300), Duration.ofMillis(600));
  }

  @Test
  void connection_thatBreaks_isMadeAgain() throws IOException {
    github.fail(Fault.cut());

    assertThat(rest.get(REPOSITORY).path("name").asText()).isEqualTo("open");
  }

  @Test
  void failure_thatStays_isToldAfterThreeTries() {
    github.failing(request -> Optional.of(Fault.answering(502, Map.of())));

    assertThatExceptionOfType(HttpException.class).isThrownBy(() -> rest.get(REPOSITORY));
    assertThat(github.requests()).hasSize(3);
  }

  @Test
  void failure_whenTheTimeIsOver_isNotAskedAgain() {
    Patience none =
        new Patience(
            Duration.ofSeconds(9),
            Duration.ofSeconds(9),
            Duration.ofSeconds(9),
            Duration.ZERO,
            3,
            Duration.ZERO);
    github.failing(request -> Optional.of(Fault.answering(502, Map.of())));

    assertThatExceptionOfType(HttpException.class)
        .isThrownBy(() -> rest(github.address(), connector(none)).get(REPOSITORY));
    assertThat(github.requests()).hasSize(1);
  }

  @Test
  void change_thatFailed_isNotSentAgain() {
    github.failing(request -> Optional.of(Fault.answering(502, Map.of())));

    assertThatExceptionOfType(HttpException.class)
        .isThrownBy(() -> rest.send("POST", REPOSITORY + "/git/refs", null));
    assertThat(github.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 429})
  void limit_isKeptToWithoutAskingAgain(int status) throws IOException {
    Instant reset = clock.instant().plusSeconds(600);
    github.refuse(
        status,
        Map.of(
            "X-RateLimit-Remaining",
            "0",
            "X-RateLimit-Reset",
            Long.toString(reset.getEpochSecond())));

    for (int i = 0; i < 3; i++) {
      assertThatExceptionOfType(LimitedException.class)
          .isThrownBy(() -> rest.get(REPOSITORY))
          .matches(e -> e.until().equals(reset));
    }
    assertThat(github.requests()).hasSize(1);

    clock.advance(Duration.ofSeconds(601));
    assertThat(rest.get(REPOSITORY).path("name").asText()).isEqualTo("open");
  }

  @Test
  void limit_withoutATime_holdsForAMinute() {
    github.refuse(429, Map.of());

    assertThatExceptionOfType(LimitedException.class)
        .isThrownBy(() -> rest.get(REPOSITORY))
        .matches(e -> e.until().equals(clock.instant().plusSeconds(60)));
  }

  @Test
  void limit_ofGitHubItself_isMetOnceAnHour() throws IOException {
    while (github.remaining() > 0) {
      rest.find("/repos/acme/none");
    }
    int asked = github.requests().size();

    assertThatExceptionOfType(LimitedException.class).isThrownBy(() -> rest.get(REPOSITORY));
    assertThat(github.requests()).hasSize(asked);

    clock.advance(Duration.ofMinutes(61));
    assertThat(rest.get(REPOSITORY).path("name").asText()).isEqualTo("open");
  }

  @Test
  void refusal_thatIsNoLimit_isToldAsItIs() {
    github.refuse(403, Map.of("X-RateLimit-Remaining", "17"));

    assertThatExceptionOfType(HttpException.class)
        .isThrownBy(() -> rest.get(REPOSITORY))
        .matches(e -> e.getResponseCode() == 403);
  }

  @Test
  void peer_thatDoesNotAnswer_isLeft() {
    github.fail(new Fault(Duration.ofSeconds(3), 200, Map.of()));

    assertThatExceptionOfType(HttpTimeoutException.class)
        .isThrownBy(() -> rest(github.address(), connector(IMPATIENT)).get(REPOSITORY));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void answer_thatIsTooLargeOrNeverEnds_isCutOff(boolean endless) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, endless ? 1_000 : Exchanges.MAX_JSON + 1L);
          exchange.getResponseBody().write(new byte[endless ? 1 : Exchanges.MAX_JSON + 1]);
          exchange.getResponseBody().flush();
        });
    server.start();
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    Patience patience =
        endless
            ? IMPATIENT
            : new Patience(
                Duration.ofSeconds(20),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ZERO,
                1,
                Duration.ZERO);
    try {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> rest(address, connector(patience)).get("/app"))
          .withMessageMatching(endless ? ".*in time" : ".*larger than.*");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void cache_keepsToItsBytes() {
    AnswerCache cache = new AnswerCache(100_000);
    for (int i = 0; i < 100; i++) {
      cache.put(
          new AnswerCache.Key("me", "/" + i, ""),
          new AnswerCache.Kept("t", Map.of(), new byte[4_000]));
      assertThat(cache.bytes()).isLessThanOrEqualTo(100_000);
    }
    assertThat(cache.get(new AnswerCache.Key("me", "/99", ""))).isPresent();
    assertThat(cache.get(new AnswerCache.Key("me", "/0", ""))).isEmpty();
    assertThat(cache.get(new AnswerCache.Key("you", "/99", ""))).isEmpty();
  }
}
