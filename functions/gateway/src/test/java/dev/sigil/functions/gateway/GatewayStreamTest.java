package dev.sigil.functions.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sigil.core.build.Visibility;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatewayStreamTest {
  private static final String PATH = "/acme/weather/mcp";
  private static final String GET =
      "GET " + PATH + " HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n\r\n";

  private final GatewayFixture fixture =
      new GatewayFixture(
          Map.of("SIGIL_GATEWAY_KEEP_ALIVE", "0.1s", "SIGIL_GATEWAY_IDLE_TIMEOUT", "0.5s"));

  GatewayStreamTest() {
    fixture.deploy("weather", Visibility.PUBLIC);
  }

  @AfterEach
  void everyLeaseWasClosedOnce() {
    await().untilAsserted(() -> assertThat(fixture.router.open()).isZero());
    assertThat(fixture.router.closedTwice).hasValue(0);
    fixture.close();
  }

  @Test
  void events_passAtOnceWithHeadersAgainstBuffering() throws Exception {
    CompletableFuture<HttpServerResponse> stream = instanceStream();

    HttpResponse<InputStream> answer =
        fixture.client.send(
            HttpRequest.newBuilder(fixture.uri(PATH)).build(),
            HttpResponse.BodyHandlers.ofInputStream());

    assertThat(answer.headers().firstValue("X-Accel-Buffering")).contains("no");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-cache, no-transform");
    assertThat(answer.headers().firstValue("Content-Length")).isEmpty();
    for (String event : new String[] {"data: 1\n\n", "data: 2\n\n"}) {
      stream.get(5, TimeUnit.SECONDS).write(event);
      assertThat(readPast(answer.body(), event)).endsWith(event);
    }
    stream.join().end();
    answer.body().readAllBytes();
  }

  @Test
  void silence_isFilledWithCommentsBetweenEventsOnly() throws Exception {
    CompletableFuture<HttpServerResponse> stream = instanceStream();
    HttpResponse<InputStream> answer =
        fixture.client.send(
            HttpRequest.newBuilder(fixture.uri(PATH)).build(),
            HttpResponse.BodyHandlers.ofInputStream());
    String comment = ": keep-alive\n\n";

    assertThat(readPast(answer.body(), comment)).isEqualTo(comment);
    stream.get(5, TimeUnit.SECONDS).write("data: ha");
    fixture.vertx.setTimer(400, ignored -> stream.join().write("lf\n\n"));

    assertThat(readPast(answer.body(), "lf\n\n").replace(comment, "")).isEqualTo("data: half\n\n");
    assertThat(readPast(answer.body(), comment)).isEqualTo(comment);
    stream.join().end();
    answer.body().readAllBytes();
  }

  @Test
  void clientThatLeaves_cancelsTheInstancesSide() throws Exception {
    AtomicBoolean cancelled = new AtomicBoolean();
    fixture.instance(
        "one",
        request -> {
          request.response().closeHandler(ignored -> cancelled.set(true));
          request.response().putHeader("Content-Type", "text/event-stream").setChunked(true);
          request.response().writeHead();
        });
    try (Socket socket = fixture.connect(GET)) {
      assertThat(readPast(socket.getInputStream(), "\r\n\r\n")).startsWith("HTTP/1.1 200");
    }

    await().untilTrue(cancelled);
  }

  @Test
  void clientThatLeavesBeforeTheAnswer_cancelsTheInstancesSide() throws Exception {
    AtomicBoolean reached = new AtomicBoolean();
    AtomicBoolean cancelled = new AtomicBoolean();
    fixture.instance(
        "one",
        request -> {
          reached.set(true);
          request.response().closeHandler(ignored -> cancelled.set(true));
        });
    try (Socket socket = fixture.connect(GET)) {
      await().untilTrue(reached);
      assertThat(socket.isConnected()).isTrue();
    }

    await().untilTrue(cancelled);
  }

  @Test
  void instanceThatDiesMidway_leavesTheAnswerVisiblyBroken() throws Exception {
    CompletableFuture<HttpServerResponse> stream = instanceStream();
    try (Socket socket = fixture.connect(GET)) {
      stream.get(5, TimeUnit.SECONDS).write("data: 1\n\n");
      readPast(socket.getInputStream(), "data: 1\n\n");
      stream.join().reset();

      String rest = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

      assertThat(rest).doesNotContain("\r\n0\r\n");
    }
    await()
        .untilAsserted(
            () ->
                assertThat(fixture.traffic.snapshot().values())
                    .allSatisfy(traffic -> assertThat(traffic.errors()).isOne()));
  }

  @Test
  void bodyThatStalls_isCut() throws Exception {
    fixture.instance(
        "one", request -> request.response().putHeader("Content-Length", "10").write("01234"));

    assertThat(fixture.exchange(GET)).endsWith("01234");
  }

  @Test
  void slowReader_slowsTheInstanceDown() throws Exception {
    long total = 64L << 20;
    Buffer block = Buffer.buffer(new byte[1 << 16]);
    AtomicLong written = new AtomicLong();
    fixture.instance(
        "one",
        request -> {
          request.response().putHeader("Content-Length", Long.toString(total));
          pump(request.response(), block, written, total);
        });
    HttpResponse<InputStream> answer =
        fixture.client.send(
            HttpRequest.newBuilder(fixture.uri(PATH)).build(),
            HttpResponse.BodyHandlers.ofInputStream());

    long whileUnread = await().until(written::get, seen -> seen > 0 && seen == written.get());
    assertThat(whileUnread).isLessThan(total / 2);
    long read = 0;
    byte[] buffer = new byte[1 << 16];
    for (int n = answer.body().read(buffer); n >= 0; n = answer.body().read(buffer)) {
      read += n;
    }
    assertThat(read).isEqualTo(total);
  }

  @Test
  void readerThatStops_isCutOff() throws Exception {
    AtomicBoolean cancelled = new AtomicBoolean();
    AtomicLong written = new AtomicLong();
    fixture.instance(
        "one",
        request -> {
          request.response().closeHandler(ignored -> cancelled.set(true));
          request.response().putHeader("Content-Type", "text/event-stream").setChunked(true);
          pump(request.response(), Buffer.buffer(new byte[1 << 16]), written, Long.MAX_VALUE);
        });
    try (Socket socket = fixture.connect(GET)) {
      await().untilTrue(cancelled);
      assertThat(socket.isConnected()).isTrue();
    }
  }

  private CompletableFuture<HttpServerResponse> instanceStream() {
    CompletableFuture<HttpServerResponse> stream = new CompletableFuture<>();
    fixture.instance(
        "one",
        (HttpServerRequest request) -> {
          HttpServerResponse response = request.response();
          response.putHeader("Content-Type", "text/event-stream").setChunked(true).writeHead();
          stream.complete(response);
        });
    return stream;
  }

  private static void pump(HttpServerResponse target, Buffer block, AtomicLong count, long total) {
    while (count.get() < total && !target.writeQueueFull() && !target.closed()) {
      count.addAndGet(block.length());
      target.write(block);
    }
    if (count.get() < total) {
      target.drainHandler(ignored -> pump(target, block, count, total));
    } else {
      target.end();
    }
  }

  private static String readPast(InputStream in, String end) throws Exception {
    StringBuilder seen = new StringBuilder();
    while (seen.length() < end.length()
        || !seen.substring(seen.length() - end.length()).equals(end)) {
      int next = in.read();
      assertThat(next).as("more after: %s", seen).isNotNegative();
      seen.append((char) next);
    }
    return seen.toString();
  }
}
