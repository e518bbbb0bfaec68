package dev.sigil.mcp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.mcp.Message;
import dev.sigil.mcp.ProtocolVersion;
import dev.sigil.mcp.RpcErrorCode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The client against the official server-everything. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class McpClientPeerTest {
  private static final McpClientOptions OPTIONS =
      McpClientOptions.of("sigil-test", "1")
          .withTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(10));

  private final ObjectMapper json = new ObjectMapper();
  private EverythingServer server;

  @BeforeAll
  void start() throws IOException {
    server = EverythingServer.start();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void connect_agreesOnNewestLegacyVersion() {
    try (McpClient client = McpClient.connect(server.endpoint(), OPTIONS)) {
      assertThat(client.server().protocolVersion()).isEqualTo(ProtocolVersion.V2025_11_25);
      assertThat(client.server().name()).contains("everything");
      assertThat(client.server().offers("tools")).isTrue();
    }
  }

  @Test
  void listTools_keepsToolsAsSent() {
    try (McpClient client = McpClient.connect(server.endpoint(), OPTIONS)) {
      List<ObjectNode> tools = client.listTools();

      assertThat(tools).extracting(tool -> tool.path("name").asText()).contains("echo", "get-sum");
      assertThat(tools)
          .allSatisfy(tool -> assertThat(tool.path("inputSchema").isObject()).isTrue());
    }
  }

  @Test
  void callTool_returnsItsAnswer() {
    try (McpClient client = McpClient.connect(server.endpoint(), OPTIONS)) {
      JsonNode result =
          client.callTool("echo", json.createObjectNode().put("message", "grüße"), n -> {});

      assertThat(result.at("/content/0/text").asText()).isEqualTo("Echo: grüße");
    }
  }

  @Test
  void callTool_reportsProgressInOrder() {
    List<Message.Notification> heard = new CopyOnWriteArrayList<>();
    try (McpClient client = McpClient.connect(server.endpoint(), OPTIONS)) {
      client.callTool(
          "trigger-long-running-operation",
          json.createObjectNode().put("duration", 1).put("steps", 4),
          heard::add);
    }

    assertThat(heard)
        .filteredOn(n -> n.method().equals("notifications/progress"))
        .extracting(n -> n.params() == null ? -1 : n.params().path("progress").asInt())
        .containsExactly(1, 2, 3, 4);
  }

  @Test
  void callTool_beyondDeadline_timesOut() {
    McpClientOptions hasty = OPTIONS.withTimeouts(Duration.ofSeconds(10), Duration.ofMillis(500));
    try (McpClient client = McpClient.connect(server.endpoint(), hasty)) {
      assertThatExceptionOfType(McpException.class)
          .isThrownBy(
              () ->
                  client.callTool(
                      "trigger-long-running-operation",
                      json.createObjectNode().put("duration", 20).put("steps", 2),
                      n -> {}))
          .returns(McpException.Reason.TIMEOUT, McpException::reason);
    }
  }

  @Test
  void ask_unknownMethod_isRefusedWithTheServersCode() {
    try (McpClient client = McpClient.connect(server.endpoint(), OPTIONS)) {
      assertThatExceptionOfType(McpException.class)
          .isThrownBy(() -> client.ask("no/such", null))
          .satisfies(
              e ->
                  assertThat(e.error())
                      .hasValueSatisfying(
                          error ->
                              assertThat(error.code()).isEqualTo(RpcErrorCode.METHOD_NOT_FOUND)));
    }
  }
}
