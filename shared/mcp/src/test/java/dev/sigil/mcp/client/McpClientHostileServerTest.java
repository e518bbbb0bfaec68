package dev.sigil.mcp.client;

import static dev.sigil.mcp.client.McpException.Reason.HTTP_STATUS;
import static dev.sigil.mcp.client.McpException.Reason.PROTOCOL;
import static dev.sigil.mcp.client.McpException.Reason.REFUSED;
import static dev.sigil.mcp.client.McpException.Reason.TIMEOUT;
import static dev.sigil.mcp.client.McpException.Reason.TOO_LARGE;
import static dev.sigil.mcp.client.McpException.Reason.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every way a server can fail its client ends quickly, with the right reason. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class McpClientHostileServerTest {
  private static final McpClientOptions OPTIONS =
      McpClientOptions.of("sigil-test", "1")
          .withTimeouts(Duration.ofSeconds(8), Duration.ofSeconds(8));
  private static final McpClientOptions HASTY =
      OPTIONS.withTimeouts(Duration.ofMillis(500), Duration.ofMillis(500));
  private static final String EVENT_STREAM =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
  private static final String INITIALIZED =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"protocolVersion\":\"2025-06-18\","
          + "\"capabilities\":{\"tools\":{}},\"serverInfo\":{\"name\":\"s\",\"version\":\"1\"}}}";

  @Test
  void connect_serverNeverAnswers_timesOut() throws IOException {
    CountDownLatch forever = new CountDownLatch(1);
    assertThat(failure(HASTY, (head, body, out) -> await(forever)).reason()).isEqualTo(TIMEOUT);
    forever.countDown();
  }

  @Test
  void connect_serverDribbles_timesOut() throws IOException {
    McpException failure =
        failure(
            HASTY,
            (head, body, out) -> {
              ScriptedServer.write(out, EVENT_STREAM);
              CountDownLatch never = new CountDownLatch(1);
              while (true) {
                ScriptedServer.write(out, ":");
                await(never, 20);
              }
            });
    assertThat(failure.reason()).isEqualTo(TIMEOUT);
  }

  @Test
  void connect_gibibyteOfJson_isRefusedEarly() throws IOException {
    McpException failure =
        failure(
            (head, body, out) -> {
              ScriptedServer.write(
                  out,
                  "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                      + "Content-Length: 1073741824\r\n\r\n{\"a\":\"");
              flood(out, 'x');
            });
    assertThat(failure.reason()).isEqualTo(TOO_LARGE);
  }

  @Test
  void connect_gibibyteInOneEvent_isRefusedEarly() throws IOException {
    McpException failure =
        failure(
            (head, body, out) -> {
              ScriptedServer.write(out, EVENT_STREAM + "data: ");
              flood(out, 'x');
            });
    assertThat(failure.reason()).isEqualTo(TOO_LARGE);
  }

  @Test
  void connect_endlessComments_areRefused() throws IOException {
    McpException failure =
        failure(
            (head, body, out) -> {
              ScriptedServer.write(out, EVENT_STREAM);
              flood(out, '\n');
            });
    assertThat(failure.reason()).isIn(TOO_LARGE, TIMEOUT);
  }

  @Test
  void connect_gibibyteOfErrorBody_isBounded() throws IOException {
    McpException failure =
        failure(
            (head, body, out) -> {
              ScriptedServer.write(out, "HTTP/1.1 500 Oops\r\nContent-Length: 1073741824\r\n\r\n");
              flood(out, 'x');
            });
    assertThat(failure.reason()).isEqualTo(HTTP_STATUS);
    assertThat(failure.status()).hasValue(500);
    assertThat(failure).hasMessageMatching("(?s).{0,400}");
  }

  @Test
  void connect_deepJson_isAProtocolError() throws IOException {
    String deep = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + "[".repeat(100_000);
    assertThat(failure((head, body, out) -> ScriptedServer.json(out, "", deep)).reason())
        .isEqualTo(PROTOCOL);
  }

  @Test
  void connect_html_isAProtocolError() throws IOException {
    McpException failure =
        failure(
            (head, body, out) ->
                ScriptedServer.write(
                    out,
                    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nhi"));
    assertThat(failure.reason()).isEqualTo(PROTOCOL);
  }

  @Test
  void connect_redirect_isNotFollowed() throws IOException {
    McpException failure =
        failure(
            (head, body, out) ->
                ScriptedServer.write(
                    out,
                    "HTTP/1.1 307 Go\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"));
    assertThat(failure.status()).hasValue(307);
  }

  @Test
  void connect_unknownVersion_isAProtocolError() throws IOException {
    String odd = INITIALIZED.replace("2025-06-18", "1999-01-01");
    assertThat(failure((head, body, out) -> ScriptedServer.json(out, "", odd)).reason())
        .isEqualTo(PROTOCOL);
  }

  @Test
  void connect_rpcError_isRefusedWithoutControlCharacters() throws IOException {
    String error =
        """
        {"jsonrpc":"2.0","id":1,"error":{"code":-1,"message":"no\\u001b[31m\\nway"}}""";
    McpException failure = failure((head, body, out) -> ScriptedServer.json(out, "", error));
    assertThat(failure.reason()).isEqualTo(REFUSED);
    assertThat(failure).hasMessage("the server answered error -1: no [31m way");
  }

  @Test
  void connect_nobodyListens_isUnreachable() {
    McpException failure =
        catchThrowableOfType(
            McpException.class,
            () -> McpClient.connect(URI.create("http://127.0.0.1:1/mcp"), OPTIONS));
    assertThat(failure.reason()).isEqualTo(UNREACHABLE);
  }

  @Test
  void connect_connectionDrops_isUnreachable() throws IOException {
    assertThat(failure((head, body, out) -> out.close()).reason()).isEqualTo(UNREACHABLE);
  }

  @Test
  void listTools_endlessPages_areRefused() throws IOException {
    try (ScriptedServer server =
            new ScriptedServer(
                (head, body, out) -> {
                  String id = body.replaceAll("(?s).*\"id\":(\\d+).*", "$1");
                  ScriptedServer.json(
                      out,
                      "Mcp-Session-Id: abc\r\n",
                      body.contains("tools/list") ? page(id) : INITIALIZED);
                });
        McpClient client =
            McpClient.connect(
                server.endpoint(),
                OPTIONS
                    .withHeaders(Map.of("Authorization", "Bearer t"))
                    .withTimeouts(Duration.ofSeconds(8), Duration.ofSeconds(8)))) {
      McpException failure = catchThrowableOfType(McpException.class, client::listTools);

      assertThat(failure.reason()).isEqualTo(TOO_LARGE);
      assertThat(server.heads())
          .allSatisfy(head -> assertThat(head).contains("Authorization: Bearer t"));
      assertThat(server.heads().getLast())
          .contains("Mcp-Session-Id: abc", "MCP-Protocol-Version: 2025-06-18");
    }
  }

  @Test
  void ask_streamBreaksAfterAnEvent_resumesFromIt() throws IOException {
    String answer = "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"ok\":true}}";
    try (ScriptedServer server =
            new ScriptedServer(
                (head, body, out) -> {
                  if (head.startsWith("GET")) {
                    ScriptedServer.write(out, EVENT_STREAM + "data: " + answer + "\n\n");
                  } else if (body.contains("\"x\"")) {
                    ScriptedServer.write(out, EVENT_STREAM + "id: 7\nretry: 10\ndata:\n\n");
                  } else {
                    ScriptedServer.json(out, "", INITIALIZED);
                  }
                });
        McpClient client = McpClient.connect(server.endpoint(), OPTIONS)) {
      assertThat(client.ask("x", null).path("ok").asBoolean()).isTrue();
      assertThat(server.heads()).anySatisfy(head -> assertThat(head).contains("Last-Event-ID: 7"));
    }
  }

  private static McpException failure(ScriptedServer.Behaviour behaviour) throws IOException {
    return failure(OPTIONS, behaviour);
  }

  private static McpException failure(McpClientOptions options, ScriptedServer.Behaviour behaviour)
      throws IOException {
    try (ScriptedServer server = new ScriptedServer(behaviour)) {
      return catchThrowableOfType(
          McpException.class, () -> McpClient.connect(server.endpoint(), options).close());
    }
  }

  private static String page(String id) {
    return """
        {"jsonrpc":"2.0","id":%s,"result":{"tools":[],"nextCursor":"c%s"}}"""
        .formatted(id, id);
  }

  private static void flood(OutputStream out, char c) throws IOException {
    byte[] chunk =
        String.valueOf(c).repeat(64 * 1024).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    for (int i = 0; i < 16_384; i++) {
      out.write(chunk);
    }
  }

  private static void await(CountDownLatch latch) {
    await(latch, 5_000);
  }

  private static void await(CountDownLatch latch, long millis) {
    try {
      boolean unused = latch.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
