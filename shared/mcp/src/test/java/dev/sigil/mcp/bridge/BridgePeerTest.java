package dev.sigil.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.mcp.Message;
import dev.sigil.mcp.NpmPeers;
import dev.sigil.mcp.client.McpClient;
import dev.sigil.mcp.client.McpClientOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Official clients and ours, through the bridge, to the official server-everything on stdio. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BridgePeerTest {
  private final NpmPeers peers = NpmPeers.require();
  private RunningBridge bridge;

  @BeforeAll
  void start() throws IOException {
    bridge = RunningBridge.of(List.of("node", peers.everything().toString(), "stdio"), o -> o);
  }

  @AfterAll
  void stop() {
    bridge.close();
  }

  @Test
  void typescriptClient_getsAnswersProgressLogsAndRequests() throws Exception {
    Output output =
        node(
            RunningBridge.resource("/clients/sdk-client.mjs").toString(),
            bridge.endpoint().toString());

    assertThat(output.exitCode()).as(output.text()).isZero();
  }

  @Test
  void inspector_callsATool() throws Exception {
    Output output =
        node(
            peers.file("@modelcontextprotocol/inspector", "cli/build/cli.js").toString(),
            "--cli",
            bridge.endpoint().toString(),
            "--transport",
            "http",
            "--method",
            "tools/call",
            "--tool-name",
            "get-sum",
            "--tool-arg",
            "a=20",
            "b=22");

    assertThat(output.exitCode()).as(output.text()).isZero();
    assertThat(output.text()).contains("42");
  }

  @Test
  void ownClient_listsAndCalls() {
    List<Message.Notification> heard = new CopyOnWriteArrayList<>();
    ObjectNode arguments = new ObjectMapper().createObjectNode().put("duration", 1).put("steps", 2);
    try (McpClient client =
        McpClient.connect(bridge.endpoint(), McpClientOptions.of("sigil-test", "1"))) {
      assertThat(client.listTools()).hasSizeGreaterThan(5);
      client.callTool("trigger-long-running-operation", arguments, heard::add);
    }

    assertThat(heard).filteredOn(n -> n.method().equals("notifications/progress")).hasSize(2);
  }

  private Output node(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("node"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put(NpmPeers.VARIABLE, peers.directory().toString());
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Output(process.waitFor(), text);
  }

  private record Output(int exitCode, String text) {}
}
