package dev.sigil.functions.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sigil.core.build.Visibility;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.NetServer;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatewayFailureTest {
  private static final String PATH = "/acme/weather/mcp";

  private final GatewayFixture fixture =
      new GatewayFixture(
          Map.of("SIGIL_GATEWAY_RESPONSE_TIMEOUT", "1s", "SIGIL_GATEWAY_MAX_CALLS", "1"));

  GatewayFailureTest() {
    fixture.deploy("weather", Visibility.PUBLIC);
  }

  @AfterEach
  void everyLeaseWasClosedOnce() {
    await().untilAsserted(() -> assertThat(fixture.router.open()).isZero());
    assertThat(fixture.router.closedTwice).hasValue(0);
    fixture.close();
  }

  @Test
  void sleepingServer_answersOnceItIsAwake() throws Exception {
    fixture.instance("one", GatewayTest::echo);
    fixture.router.awake = new CompletableFuture<>();
    CompletableFuture<HttpResponse<String>> answer =
        fixture.client.sendAsync(
            fixture.post(PATH, "{}").build(), HttpResponse.BodyHandlers.ofString());
    fixture.vertx.setTimer(100, ignored -> fixture.router.awake.complete(true));

    assertThat(answer.get(5, TimeUnit.SECONDS).body()).isEqualTo("POST /mcp {}");
  }

  @Test
  void clientThatLeavesDuringTheWake_holdsNoLease() throws Exception {
    AtomicInteger called = new AtomicInteger();
    fixture.instance("one", request -> called.incrementAndGet());
    fixture.router.awake = new CompletableFuture<>();
    try (Socket socket = fixture.connect(post(PATH, "{}"))) {
      await().until(() -> fixture.router.awake.getNumberOfDependents() == 1);
      assertThat(socket.isConnected()).isTrue();
    }
    await()
        .until(() -> fixture.traffic.snapshot().values().stream().anyMatch(t -> t.requests() == 1));

    fixture.router.awake.complete(true);

    assertThat(fixture.router.granted).hasValue(1);
    await().untilAsserted(() -> assertThat(fixture.router.open()).isZero());
    assertThat(called).hasValue(0);
  }

  @Test
  void wakeThatTakesTooLong_is504() throws Exception {
    fixture.router.awake = new CompletableFuture<>();

    assertThat(fixture.send(fixture.post(PATH, "{}")).statusCode()).isEqualTo(504);
  }

  @Test
  void serverThatNeverAnswers_is504() throws Exception {
    fixture.instance("one", request -> {});

    HttpResponse<String> answer = fixture.send(fixture.post(PATH, "{}"));

    assertThat(answer.statusCode()).isEqualTo(504);
    assertThat(answer.body()).contains("\"jsonrpc\":\"2.0\"", "-32603", "SERVER_TIMEOUT");
  }

  @Test
  void serverThatHangsUp_is502AndNotRepeated() throws Exception {
    AtomicInteger called = new AtomicInteger();
    fixture.instance(
        "one",
        request -> {
          called.incrementAndGet();
          request.connection().close();
        });

    assertThat(fixture.send(fixture.post(PATH, "{}")).statusCode()).isEqualTo(502);
    assertThat(called).hasValue(1);
  }

  @Test
  void instanceThatJustStopped_costsOneRetry() throws Exception {
    HttpServer gone = fixture.instance("gone", request -> {});
    GatewayFixture.await(gone.close());
    fixture.instance("two", GatewayTest::echo);

    assertThat(fixture.send(fixture.post(PATH, "{}")).statusCode()).isEqualTo(200);
    assertThat(fixture.router.granted).hasValue(2);
  }

  @Test
  void instancesThatAreAllGone_are502AfterOneRetry() throws Exception {
    HttpServer gone = fixture.instance("gone", request -> {});
    GatewayFixture.await(gone.close());

    assertThat(fixture.send(fixture.post(PATH, "{}")).statusCode()).isEqualTo(502);
    assertThat(fixture.router.granted).hasValue(2);
  }

  @Test
  void instanceThatSpeaksNoHttp_is502() throws Exception {
    NetServer server =
        GatewayFixture.await(
            fixture
                .vertx
                .createNetServer()
                .connectHandler(socket -> socket.write("SSH-2.0-nonsense\r\n\r\n"))
                .listen(0, "127.0.0.1"));
    fixture.router.add("one", URI.create("http://127.0.0.1:" + server.actualPort() + "/mcp"));

    assertThat(fixture.send(fixture.post(PATH, "{}")).statusCode()).isEqualTo(502);
  }

  @Test
  void fullServer_is429AndStreamsDoNotFillIt() throws Exception {
    fixture.instance(
        "one",
        request -> {
          if (request.method().name().equals("GET")) {
            request.response().putHeader("Content-Type", "text/event-stream").setChunked(true);
            request.response().writeHead();
          } else if (request.uri().endsWith("quick")) {
            request.response().end("ok");
          }
        });
    try (Socket stream = fixture.connect("GET " + PATH + " HTTP/1.1\r\nHost: a\r\n\r\n")) {
      assertThat(stream.getInputStream().read()).isPositive();
      assertThat(fixture.send(fixture.post(PATH + "?quick", "{}")).statusCode()).isEqualTo(200);

      try (Socket slow = fixture.connect(post(PATH, "{}"))) {
        await().until(() -> fixture.router.open() == 2);
        assertThat(fixture.send(fixture.post(PATH + "?quick", "{}")).statusCode()).isEqualTo(429);
        assertThat(slow.isConnected()).isTrue();
      }
    }
  }

  @Test
  void answerBeforeTheBodyEnds_passes() throws Exception {
    fixture.instance("one", request -> request.response().setStatusCode(400).end("no"));

    try (Socket socket =
        fixture.connect(
            "POST " + PATH + " HTTP/1.1\r\nHost: a\r\nContent-Length: 9000\r\n\r\nstart")) {
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 400")
          .endsWith("no");
    }
  }

  private static String post(String path, String body) {
    return "POST "
        + path
        + " HTTP/1.1\r\nHost: a\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }
}
