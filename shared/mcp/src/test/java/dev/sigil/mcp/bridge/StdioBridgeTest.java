package dev.sigil.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streamable HTTP (2025-11-25, transports) as a client sees it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StdioBridgeTest {
  private RunningBridge bridge;

  @BeforeAll
  void start() throws IOException {
    bridge = RunningBridge.to("polite");
  }

  @AfterAll
  void stop() {
    bridge.close();
  }

  @Test
  void post_answerComesFirst_isJson() {
    HttpResponse<String> response = bridge.post(bridge.open(), call(7, "pid", "{}"));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(response.body()).startsWith("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"pid\":");
  }

  @Test
  void post_progressComesFirst_isAStreamOfEvents() {
    String params = "{\"count\":2,\"_meta\":{\"progressToken\":\"t\"}}";

    HttpResponse<String> response = bridge.post(bridge.open(), call(8, "chatty", params));

    assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
    assertThat(response.body().lines().filter(line -> line.startsWith("data: {")))
        .satisfiesExactly(
            first -> assertThat(first).contains("\"progress\":1"),
            second -> assertThat(second).contains("\"progress\":2"),
            third -> assertThat(third).contains("\"id\":8", "\"done\":true"));
    assertThat(response.body()).startsWith("id: ");
  }

  @Test
  void sessions_haveTheirOwnProcess() {
    String first = bridge.post(bridge.open(), call(1, "pid", "{}")).body();
    String second = bridge.post(bridge.open(), call(1, "pid", "{}")).body();

    assertThat(first).isNotEqualTo(second);
  }

  @Test
  void post_ids_keepTheirType() {
    String session = bridge.open();
    CompletableFuture<HttpResponse<String>> text =
        bridge.postLater(session, call("\"1\"", "pid", "{}"));
    CompletableFuture<HttpResponse<String>> number =
        bridge.postLater(session, call(1, "pid", "{}"));

    assertThat(text.join().body()).contains("\"id\":\"1\"");
    assertThat(number.join().body()).contains("\"id\":1,");
  }

  @Test
  void post_prettyPrinted_reachesTheServerAsOneLine() {
    String pretty = "{\r\n \"jsonrpc\": \"2.0\",\n \"id\": 5,\n \"method\": \"pid\"\n}\n";

    assertThat(bridge.post(bridge.open(), pretty).body()).contains("\"id\":5");
  }

  @Test
  void notification_isAccepted() {
    HttpResponse<String> response =
        bridge.post(
            bridge.open(), "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");

    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(response.body()).isEmpty();
  }

  @Test
  void serverRequest_reachesTheWaitingClient_andItsAnswerTheServer() throws Exception {
    String session = bridge.open();
    try (EventClient events = EventClient.post(bridge, session, call("\"ask-1\"", "ask", "{}"))) {
      await().until(() -> events.text().contains("sampling/createMessage"));
      HttpResponse<String> accepted =
          bridge.post(session, "{\"jsonrpc\":\"2.0\",\"id\":\"s1\",\"result\":{\"ok\":1}}");

      assertThat(accepted.statusCode()).isEqualTo(202);
      await().until(() -> events.text().contains("{\"client\":{\"ok\":1}}"));
    }
  }

  @Test
  void delete_endsTheSession() {
    String session = bridge.open();
    CompletableFuture<HttpResponse<String>> waiting =
        bridge.postLater(session, call(1, "slow", "{}"));
    await().until(() -> bridge.post(session, call(2, "pid", "{}")).statusCode() == 200);

    assertThat(bridge.send(bridge.request(session).DELETE()).statusCode()).isEqualTo(204);
    assertThat(waiting.join().body()).contains("\"id\":1", "the client ended the session");
    assertThat(bridge.post(session, call(3, "pid", "{}")).statusCode()).isEqualTo(404);
  }

  @Test
  void cancelledRequest_endsWithoutAnAnswer() {
    String session = bridge.open();
    CompletableFuture<HttpResponse<String>> waiting =
        bridge.postLater(session, call(77, "slow", "{}"));
    await().until(() -> bridge.post(session, call(2, "pid", "{}")).statusCode() == 200);
    HttpResponse<String> accepted =
        bridge.post(
            session,
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":77}}");

    assertThat(accepted.statusCode()).isEqualTo(202);
    assertThat(waiting.join().body()).doesNotContain("result", "error");
    await().until(() -> bridge.log().contains("cancelled 77"));
  }

  @Test
  void clientLeavesUnansweredRequest_cancelsIt() throws IOException {
    String session = bridge.open();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), bridge.port())) {
      raw(socket, session, call(4711, "slow", "{}"));
      await().until(() -> bridge.post(session, call(2, "pid", "{}")).statusCode() == 200);
    }

    await().atMost(Duration.ofSeconds(10)).until(() -> bridge.log().contains("cancelled 4711"));
    assertThat(bridge.post(session, call(3, "pid", "{}")).statusCode()).isEqualTo(200);
  }

  @Test
  void clientLeavesAStream_canResumeIt() throws Exception {
    String session = bridge.open();
    String seen;
    String params = "{\"count\":3,\"answer\":false,\"_meta\":{\"progressToken\":\"r\"}}";
    try (EventClient events = EventClient.post(bridge, session, call(9, "chatty", params))) {
      await().until(() -> events.text().contains("\"progress\":3"));
      seen = events.text();
    }
    String second = eventIds(seen).get(2);

    try (EventClient events = EventClient.get(bridge, session, second)) {
      await().until(() -> events.text().contains("\"progress\":3"));
      assertThat(events.text()).doesNotContain("\"progress\":1", "\"progress\":2");
    }
    assertThat(bridge.log()).doesNotContain("cancelled 9");
  }

  @Test
  void get_replaysWhatWasSaidWhileNobodyListened() throws Exception {
    String session = bridge.open();
    bridge.post(session, "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"result\":{}}");
    bridge.post(session, call(1, "pid", "{}"));
    String params = "{\"count\":1,\"_meta\":{\"progressToken\":\"p\"}}";
    HttpResponse<String> jsonOnly =
        bridge.send(
            bridge
                .request(session)
                .setHeader("Accept", "application/json")
                .POST(BodyPublishers.ofString(call(2, "chatty", params))));

    assertThat(jsonOnly.body()).contains("\"done\":true");
    try (EventClient events = EventClient.get(bridge, session, "")) {
      await().until(() -> events.text().contains("\"progress\":1"));
    }
  }

  @Test
  void batch_isServedInTheOneVersionThatHasIt() {
    String batch = "[" + call(1, "pid", "{}") + ",\n" + call(2, "pid", "{}") + "]";

    HttpResponse<String> old = bridge.post(bridge.open("2025-03-26"), batch);
    HttpResponse<String> current = bridge.post(bridge.open(), batch);

    assertThat(old.body()).contains("\"id\":1", "\"id\":2");
    assertThat(current.statusCode()).isEqualTo(400);
    assertThat(current.body()).contains("-32600", "2025-03-26 only");
  }

  @Test
  void post_idUnderWay_isRefused() {
    String session = bridge.open();
    CompletableFuture<HttpResponse<String>> waiting =
        bridge.postLater(session, call(1, "slow", "{}"));
    await().until(() -> bridge.post(session, call(2, "pid", "{}")).statusCode() == 200);

    assertThat(bridge.post(session, call(1, "pid", "{}")).statusCode()).isEqualTo(400);
    assertThat(waiting).isNotDone();
    bridge.send(bridge.request(session).DELETE());
  }

  @ParameterizedTest
  @CsvSource({
    "Origin, https://evil.example, 403",
    "Origin, null, 403",
    "Origin, http://localhost:5173, 200",
    "MCP-Protocol-Version, 2026-07-28, 400",
    "MCP-Protocol-Version, x, 400",
    "MCP-Protocol-Version, 2025-06-18, 200",
    "Content-Type, text/plain, 415",
    "Accept, text/html, 406",
    "Mcp-Session-Id, unknown, 404",
  })
  void post_header_isChecked(String name, String value, int status) {
    HttpResponse<String> response =
        bridge.send(
            bridge
                .request("")
                .setHeader(name, value)
                .POST(BodyPublishers.ofString(RunningBridge.INITIALIZE.formatted("2025-11-25"))));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ | -32700",
        "{\"a\":1} | -32600",
        "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"initialize\"} | -32600",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"} | -32600",
      })
  void post_malformedOrHomeless_isRefused(String body, int code) {
    HttpResponse<String> response = bridge.post("", body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("\"code\":" + code);
  }

  @Test
  void post_largeBody_isRefused() {
    HttpResponse<String> response = bridge.post("", "x".repeat(4 * 1024 * 1024 + 1));

    assertThat(response.statusCode()).isEqualTo(413);
  }

  @Test
  void otherMethodsAndPaths_areRefused() {
    assertThat(bridge.send(bridge.request("").PUT(BodyPublishers.noBody())).statusCode())
        .isEqualTo(405);
    assertThat(
            bridge
                .send(bridge.request("").uri(bridge.endpoint().resolve("/other")).GET())
                .statusCode())
        .isEqualTo(404);
    assertThat(
            bridge
                .send(bridge.request("").uri(bridge.endpoint().resolve("/health")).GET())
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void open_beyondTheLimit_isRefusedUntilASessionEnds() throws IOException {
    try (RunningBridge small =
        RunningBridge.to("polite", o -> limited(o, 1, Duration.ofMinutes(1)))) {
      String session = small.open();
      HttpResponse<String> refused =
          small.post("", RunningBridge.INITIALIZE.formatted("2025-11-25"));

      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.body()).contains("\"id\":\"i\"", "limit of 1 sessions");
      small.send(small.request(session).DELETE());
      assertThat(small.open()).isNotEqualTo(session);
    }
  }

  @Test
  void session_idle_isEnded() throws IOException {
    try (RunningBridge hasty =
        RunningBridge.to("polite", o -> limited(o, 4, Duration.ofMillis(200)))) {
      String session = hasty.open();

      await()
          .pollInterval(Duration.ofMillis(1_300))
          .until(() -> hasty.post(session, call(1, "pid", "{}")).statusCode() == 404);
    }
  }

  static BridgeOptions limited(BridgeOptions o, int sessions, Duration idle) {
    return new BridgeOptions(
        o.host(),
        o.port(),
        o.path(),
        sessions,
        o.spares(),
        idle,
        o.maxBody(),
        o.maxLine(),
        o.allowedOrigins(),
        o.command());
  }

  static String call(Object id, String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":"
        + id
        + ",\"method\":\""
        + method
        + "\",\"params\":"
        + params
        + "}";
  }

  private static List<String> eventIds(String stream) {
    return stream
        .lines()
        .filter(line -> line.startsWith("id: "))
        .map(line -> line.substring(4))
        .toList();
  }

  private static void raw(Socket socket, String session, String body) throws IOException {
    String head =
        "POST /mcp HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nMcp-Session-Id: "
            + session
            + "\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n";
    socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }
}
