package dev.sigil.functions.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.build.Visibility;
import dev.sigil.core.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients and servers that Sigil did not write, through the gateway. */
class GatewayPeerTest {
  private static final String VARIABLE = "SIGIL_NPM_PEERS";
  private static final String SCRIPT = "sdk-clients.mjs";

  private final GatewayFixture fixture = new GatewayFixture(Map.of());
  private final List<Process> servers = new ArrayList<>();

  @BeforeEach
  void startTwoInstances() throws Exception {
    fixture.deploy("everything", Visibility.PUBLIC);
    List<Integer> ports = List.of(freePort(), freePort());
    for (int port : ports) {
      ProcessBuilder builder =
          new ProcessBuilder(
                  "node",
                  modules()
                      .resolve("@modelcontextprotocol/server-everything/dist/index.js")
                      .toString(),
                  "streamableHttp")
              .redirectErrorStream(true);
      builder.environment().put("PORT", Integer.toString(port));
      servers.add(builder.start());
    }
    for (int i = 0; i < 2; i++) {
      BufferedReader log = servers.get(i).inputReader();
      assertThat(log.lines().anyMatch(line -> line.contains("listening"))).isTrue();
      Thread.ofVirtual().start(() -> log.lines().forEach(ignored -> {}));
      fixture.router.add("i-" + i, URI.create("http://127.0.0.1:" + ports.get(i) + "/mcp"));
    }
  }

  @AfterEach
  void stop() {
    servers.forEach(Process::destroyForcibly);
    await().untilAsserted(() -> assertThat(fixture.router.open()).isZero());
    assertThat(fixture.router.closedTwice).hasValue(0);
    fixture.close();
  }

  @Test
  void typeScriptSdk_holdsTwoSessionsOverTwoInstances(@TempDir Path directory) throws Exception {
    Path script = directory.resolve(SCRIPT);
    try (InputStream source = GatewayPeerTest.class.getResourceAsStream(SCRIPT)) {
      Files.write(script, Objects.requireNonNull(source).readAllBytes());
    }

    JsonNode seen =
        Json.parse(
            run(
                "node",
                script.toString(),
                modules().toString(),
                fixture.uri("/acme/everything/mcp").toString()));

    assertThat(seen.path("tools").asInt()).isPositive();
    assertThat(texts(seen.path("echoes")))
        .isEqualTo(IntStream.range(0, 20).mapToObj(i -> "Echo: m" + i).toList());
    assertThat(texts(seen.path("progress"))).containsExactly("1", "2", "3", "4");
    assertThat(seen.path("operation").asText()).contains("Long running operation completed");
    assertThat(seen.path("log").asText()).isNotEmpty();
    assertThat(texts(seen.path("sessions"))).doesNotHaveDuplicates().hasSize(2);
    assertThat(seen.path("ended").asInt()).isBetween(400, 404);
    assertThat(seen.path("still").asText()).isEqualTo("Echo: still here");
  }

  @Test
  void inspector_callsATool() throws Exception {
    String answer =
        run(
            "node",
            modules().resolve("@modelcontextprotocol/inspector/cli/build/cli.js").toString(),
            "--cli",
            fixture.uri("/acme/everything/mcp").toString(),
            "--transport",
            "http",
            "--method",
            "tools/call",
            "--tool-name",
            "echo",
            "--tool-arg",
            "message=hello");

    assertThat(answer).contains("Echo: hello");
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static String run(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(output).isZero();
      return output;
    } finally {
      process.destroyForcibly();
    }
  }

  private static Path modules() {
    String peers = System.getenv(VARIABLE);
    assertThat(peers)
        .as("run with " + VARIABLE + "=\"$(scripts/lib/npm-peers)\" in the environment")
        .isNotNull();
    return Path.of(peers, "node_modules");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
