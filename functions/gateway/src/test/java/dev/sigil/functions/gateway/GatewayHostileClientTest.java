package dev.sigil.functions.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sigil.core.build.Visibility;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayHostileClientTest {
  private static final String PATH = "/acme/weather/mcp";
  private static final String POST = "POST " + PATH + " HTTP/1.1\r\nHost: a\r\n";

  private final AtomicInteger answered = new AtomicInteger();
  private final GatewayFixture fixture =
      new GatewayFixture(
          Map.of(
              "SIGIL_GATEWAY_MAX_BODY", "1024",
              "SIGIL_GATEWAY_HEAD_TIMEOUT", "0.3s",
              "SIGIL_GATEWAY_BODY_TIMEOUT", "0.3s",
              "SIGIL_GATEWAY_ORIGINS", "loopback, https://app.example"));

  GatewayHostileClientTest() {
    fixture.deploy("weather", Visibility.PUBLIC);
    fixture.instance(
        "one",
        request ->
            request.bodyHandler(
                body -> {
                  answered.incrementAndGet();
                  request.response().end(body);
                }));
  }

  @AfterEach
  void everyLeaseWasClosedOnce() {
    await().untilAsserted(() -> assertThat(fixture.router.open()).isZero());
    assertThat(fixture.router.closedTwice).hasValue(0);
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\nGET /",
        "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} ",
        "Content-Length: +2\r\n\r\n{}",
        "Content-Length: -1\r\n\r\n{}",
        "Content-Length : 2\r\n\r\n{}",
        "X-A: a\u0000b\r\nContent-Length: 2\r\n\r\n{}",
      })
  void framingThatCanBeReadTwoWays_isRefused(String rest) throws Exception {
    assertThat(fixture.exchange(POST + rest)).startsWith("HTTP/1.1 400").doesNotContain("200 OK");
    assertThat(answered).hasValue(0);
  }

  @Test
  void absoluteTarget_isRefused() throws Exception {
    assertThat(
            fixture.exchange(
                "GET http://other.example"
                    + PATH
                    + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 400");
  }

  @Test
  void longHead_isRefused() throws Exception {
    assertThat(fixture.exchange(POST + "X: " + "a".repeat(20_000) + "\r\n\r\n")).contains(" 431 ");
    assertThat(fixture.exchange("GET /" + "a".repeat(20_000) + " HTTP/1.1\r\n\r\n"))
        .contains(" 414 ");
  }

  @Test
  void longBody_is413WithoutReadingIt() throws Exception {
    assertThat(fixture.exchange(POST + "Content-Length: 9000000\r\n\r\n"))
        .startsWith("HTTP/1.1 413")
        .contains("PAYLOAD_TOO_LARGE");
  }

  @Test
  void longChunkedBody_is413() throws Exception {
    String chunk = "400\r\n" + "a".repeat(1024) + "\r\n";

    assertThat(fixture.exchange(POST + "Transfer-Encoding: chunked\r\n\r\n" + chunk + chunk))
        .startsWith("HTTP/1.1 413");
    assertThat(answered).hasValue(0);
  }

  @Test
  void slowHead_isHungUpOn() throws Exception {
    assertThat(fixture.exchange("POST " + PATH)).isEmpty();
  }

  @Test
  void slowSecondHead_isHungUpOn() throws Exception {
    assertThat(fixture.exchange(POST + "Content-Length: 2\r\n\r\n{}" + "POST "))
        .startsWith("HTTP/1.1 200")
        .endsWith("{}");
  }

  @Test
  void slowBody_is408() throws Exception {
    assertThat(fixture.exchange(POST + "Content-Length: 20\r\n\r\n{"))
        .startsWith("HTTP/1.1 408")
        .contains("REQUEST_TIMEOUT");
  }

  @Test
  void expectation_isMetOnlyWhenTheBodyIsWanted() throws Exception {
    String expect = "Expect: 100-continue\r\n";
    assertThat(fixture.exchange(POST + expect + "Content-Length: 9000000\r\n\r\n"))
        .startsWith("HTTP/1.1 413");
    try (Socket socket = fixture.connect(POST + expect + "Content-Length: 2\r\n\r\n")) {
      InputStream in = socket.getInputStream();
      assertThat(new String(in.readNBytes(25), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      socket.getOutputStream().write(new byte[] {'{', '}'});
      assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 200");
    }
  }

  @Test
  void oldHttp_isServedUntilTheConnectionCloses() throws Exception {
    assertThat(fixture.exchange("POST " + PATH + " HTTP/1.0\r\nContent-Length: 2\r\n\r\n{}"))
        .contains(" 200 OK")
        .endsWith("{}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example", "null", "http://localhost.evil.example", ""})
  void pagesOfOtherOrigins_are403(String origin) throws Exception {
    String head =
        POST + "Connection: close\r\nOrigin: " + origin + "\r\nContent-Length: 2\r\n\r\n{}";

    assertThat(fixture.exchange(head)).startsWith("HTTP/1.1 403");
    assertThat(answered).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:6274", "http://127.0.0.1", "https://app.example"})
  void pagesOfAllowedOrigins_mayCallAndReadTheSession(String origin) throws Exception {
    String head =
        POST + "Connection: close\r\nOrigin: " + origin + "\r\nContent-Length: 2\r\n\r\n{}";

    assertThat(fixture.exchange(head).toLowerCase(Locale.ROOT))
        .startsWith("http/1.1 200")
        .contains("access-control-allow-origin: " + origin, "mcp-session-id, mcp-protocol-version");
  }

  @Test
  void preflight_isAnsweredByTheGateway() throws Exception {
    HttpResponse<String> answer =
        fixture.send(
            HttpRequest.newBuilder(fixture.uri(PATH))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", "http://localhost:6274")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type,mcp-protocol-version"));

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Headers"))
        .contains("content-type,mcp-protocol-version");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Methods"))
        .contains("GET, POST, DELETE, OPTIONS");
    assertThat(answered).hasValue(0);
  }
}
