package dev.sigil.functions.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sigil.core.account.ApiToken;
import dev.sigil.core.account.Scope;
import dev.sigil.core.build.Visibility;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatewaySessionTest {
  private static final String PATH = "/acme/weather/mcp";
  private static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
  private static final String SESSION = "Mcp-Session-Id";
  private static final String BALANCE = "X-Balance-To";

  private final GatewayFixture fixture =
      new GatewayFixture(Map.of("SIGIL_GATEWAY_SESSION_KEY", KEY));
  private final Map<String, HttpServer> instances = new HashMap<>();

  GatewaySessionTest() {
    fixture.deploy("weather", Visibility.PUBLIC);
    for (String name : new String[] {"one", "two"}) {
      instances.put(
          name,
          fixture.instance(
              name,
              request -> {
                String id = request.getHeader(SESSION);
                if (request.headers().contains(BALANCE)) {
                  request
                      .response()
                      .putHeader("Set-Cookie", "balancer=" + request.getHeader(BALANCE));
                }
                request.response().putHeader(SESSION, id == null ? "session-of-" + name : id);
                request.response().end(name + " " + request.method() + " " + id);
              }));
    }
  }

  @AfterEach
  void everyLeaseWasClosedOnce() {
    await().untilAsserted(() -> assertThat(fixture.router.open()).isZero());
    assertThat(fixture.router.closedTwice).hasValue(0);
    fixture.close();
  }

  @Test
  void session_staysWithItsInstanceUnderOneId() throws Exception {
    String first = begin();
    String second = begin();

    assertThat(first).matches("[A-Za-z0-9_-]+").isNotEqualTo(second);
    for (int i = 0; i < 3; i++) {
      assertThat(call(first).body()).isEqualTo("one POST session-of-one");
      assertThat(call(second).body()).isEqualTo("two POST session-of-two");
    }
    assertThat(call(first).headers().firstValue(SESSION)).contains(first);
  }

  @Test
  void session_staysWithTheInstanceThatABalancerChose() throws Exception {
    HttpResponse<String> begun =
        fixture.send(
            HttpRequest.newBuilder(fixture.uri(PATH))
                .header(BALANCE, "two")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));

    assertThat(begun.body()).startsWith("one POST");
    assertThat(begun.headers().firstValue("Set-Cookie")).isEmpty();
    assertThat(call(begun.headers().firstValue(SESSION).orElseThrow()).body())
        .startsWith("two POST");
  }

  @Test
  void delete_reachesTheInstance() throws Exception {
    HttpResponse<String> answer =
        fixture.send(HttpRequest.newBuilder(fixture.uri(PATH)).header(SESSION, begin()).DELETE());

    assertThat(answer.body()).isEqualTo("one DELETE session-of-one");
  }

  @Test
  void sessionOfAnEndedInstance_is404() throws Exception {
    String session = begin();
    fixture.router.end("one");

    HttpResponse<String> answer = call(session);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("-32001", "initialize");
  }

  @Test
  void sessionOfAnInstanceThatJustDied_is404() throws Exception {
    String session = begin();
    GatewayFixture.await(Objects.requireNonNull(instances.get("one")).close());

    await().untilAsserted(() -> assertThat(call(session).statusCode()).isEqualTo(404));
    assertThat(call(session).body()).contains("-32001");
  }

  @Test
  void sessionIdsThatWereNotSealedHere_are404() throws Exception {
    String session = begin();
    char last = session.charAt(session.length() / 2);
    String tampered = session.replace(last, last == 'A' ? 'B' : 'A');

    for (String id :
        new String[] {"session-of-one", tampered, session + "A", "!", "A".repeat(2000), "AAAA"}) {
      assertThat(call(id).statusCode()).as(id).isEqualTo(404);
    }
  }

  @Test
  void sessionOfAnotherServer_is404() throws Exception {
    fixture.deploy("other", Visibility.PUBLIC);

    HttpResponse<String> answer =
        fixture.send(fixture.post("/acme/other/mcp", "{}").header(SESSION, begin()));

    assertThat(answer.statusCode()).isEqualTo(404);
  }

  @Test
  void sessionOfAnotherKey_is404() throws Exception {
    fixture.deploy("secret", Visibility.PRIVATE);
    ApiToken first = fixture.key("acme", Scope.INVOKE);
    ApiToken second = fixture.key("acme", Scope.INVOKE);
    String path = "/acme/secret/mcp";
    String session =
        fixture
            .send(fixture.post(path, "{}").header("Authorization", "Bearer " + first.value()))
            .headers()
            .firstValue(SESSION)
            .orElseThrow();

    assertThat(statusOf(path, first, session)).isEqualTo(200);
    assertThat(statusOf(path, second, session)).isEqualTo(404);
  }

  @Test
  void session_survivesTheGatewayWhenItsKeyIsConfigured() throws Exception {
    String session = begin();

    assertThat(callAt(fixture.open(Map.of("SIGIL_GATEWAY_SESSION_KEY", KEY)), session))
        .isEqualTo(200);
    assertThat(callAt(fixture.open(Map.of()), session)).isEqualTo(404);
  }

  private int statusOf(String path, ApiToken token, String session) throws Exception {
    return fixture
        .send(
            fixture
                .post(path, "{}")
                .header("Authorization", "Bearer " + token.value())
                .header(SESSION, session))
        .statusCode();
  }

  private int callAt(int port, String session) throws Exception {
    return fixture
        .send(
            fixture
                .post(PATH, "{}")
                .uri(URI.create("http://127.0.0.1:" + port + PATH))
                .header(SESSION, session))
        .statusCode();
  }

  private String begin() throws Exception {
    return fixture.send(fixture.post(PATH, "{}")).headers().firstValue(SESSION).orElseThrow();
  }

  private HttpResponse<String> call(String session) throws Exception {
    return fixture.send(fixture.post(PATH, "{}").header(SESSION, session));
  }
}
