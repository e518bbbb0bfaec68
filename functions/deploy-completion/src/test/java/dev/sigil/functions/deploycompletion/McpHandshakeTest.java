package dev.sigil.functions.deploycompletion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.deploy.ServerRuntime.Candidate;
import dev.sigil.core.json.Json;
import dev.sigil.core.scan.ServedText;
import dev.sigil.core.tool.Tool;
import dev.sigil.core.tool.ToolCatalogue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class McpHandshakeTest {
  private static final String INITIALIZED =
      "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{%s},"
          + "\"serverInfo\":{\"name\":\"stub\",\"version\":\"1\"}}";
  private static final String WITH_TOOLS = INITIALIZED.formatted("\"tools\":{}");
  private static final String SILENCE = "";

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void toolsOfEveryPage_areListed() {
    Candidate candidate =
        answering(
            request ->
                switch (request.path("method").asText()) {
                  case "initialize" -> WITH_TOOLS;
                  default ->
                      request.at("/params/cursor").isMissingNode()
                          ? "{\"tools\":[" + tool("b") + "],\"nextCursor\":\"2\"}"
                          : "{\"tools\":[" + tool("a") + "]}";
                });

    ToolCatalogue tools = handshake().perform(candidate).tools();

    assertThat(tools.tools()).extracting(Tool::name).containsExactly("a", "b");
  }

  @Test
  void serverWithoutTools_isFine() {
    assertThat(handshake().perform(answering(request -> INITIALIZED.formatted(""))))
        .isEqualTo(Answer.of(ToolCatalogue.EMPTY, ""));
  }

  @Test
  void textsOfPromptsAndResources_areRead() {
    Candidate candidate =
        answering(
            request ->
                switch (request.path("method").asText()) {
                  case "initialize" -> INITIALIZED.formatted("\"prompts\":{},\"resources\":{}");
                  case "prompts/list" ->
                      "{\"prompts\":[{\"name\":\"a\",\"description\":\"Asks.\"},"
                          + "{\"name\":\"b\",\"arguments\":[{\"name\":\"x\",\"required\":true}]}]}";
                  case "prompts/get" ->
                      "{\"messages\":[{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":\"Do"
                          + " it.\"}}]}";
                  case "resources/list" ->
                      "{\"resources\":[{\"name\":\"r\",\"title\":\"A note\",\"icons\":[\"i\"]}]}";
                  default ->
                      "{\"resourceTemplates\":[{\"name\":\"t\",\"uriTemplate\":\"n://{id}\"}]}";
                });

    assertThat(handshake().perform(candidate).texts())
        .extracting(ServedText::place, ServedText::text)
        .contains(
            tuple("prompts/list/a", "Asks."),
            tuple("prompts/list/b", "x"),
            tuple("prompts/get/a", "Do it."),
            tuple("resources/list/r", "A note"),
            tuple("resources/templates/list/t", "n://{id}"))
        .doesNotContain(tuple("resources/list/r", "i"), tuple("prompts/get/b", "Do it."));
  }

  @Test
  void moreResourcesThanCanBeJudged_areInvalid() {
    String many = "{\"name\":\"r\"},".repeat(1_001);
    Candidate candidate =
        answering(
            request ->
                request.path("method").asText().equals("initialize")
                    ? INITIALIZED.formatted("\"resources\":{}")
                    : "{\"resources\":[" + many.substring(0, many.length() - 1) + "]}");

    assertThat(failure(candidate).code()).isEqualTo(ErrorCode.TOOLS_INVALID);
  }

  @Test
  void serverThatIsSilent_timesOut() {
    SigilException failure = failure(answering(request -> SILENCE), Duration.ofMillis(500));

    assertThat(failure.code()).isEqualTo(ErrorCode.HANDSHAKE_TIMEOUT);
    assertThat(failure).hasMessageContaining("initialize").hasMessageContaining("seconds");
  }

  @Test
  void silenceAfterInitialize_timesOut() {
    SigilException failure =
        failure(
            answering(
                request ->
                    request.path("method").asText().equals("initialize") ? WITH_TOOLS : SILENCE),
            Duration.ofSeconds(2));

    assertThat(failure.code()).isEqualTo(ErrorCode.HANDSHAKE_TIMEOUT);
    assertThat(failure).hasMessageContaining("tools/list");
  }

  @Test
  void answerThatIsNoMcp_fails() {
    SigilException failure = failure(answering(request -> "\"hello\\u001b[31m\""));

    assertThat(failure.code()).isEqualTo(ErrorCode.HANDSHAKE_FAILED);
    assertThat(failure.getMessage()).doesNotContain("\u001b").contains("initialize");
  }

  @Test
  void nothingListening_fails() {
    Candidate candidate = answering(request -> SILENCE);
    server.stop(0);

    assertThat(failure(candidate).code()).isEqualTo(ErrorCode.HANDSHAKE_FAILED);
  }

  @Test
  void malformedTools_areInvalid() {
    SigilException failure =
        failure(
            answering(
                request ->
                    request.path("method").asText().equals("initialize")
                        ? WITH_TOOLS
                        : "{\"tools\":[{\"name\":\"a\"}]}"));

    assertThat(failure.code()).isEqualTo(ErrorCode.TOOLS_INVALID);
    assertThat(failure).hasMessageContaining("inputSchema");
  }

  @Test
  void toolsThatNeverEnd_areInvalid() {
    SigilException failure =
        failure(
            answering(
                request ->
                    request.path("method").asText().equals("initialize")
                        ? WITH_TOOLS
                        : "{\"tools\":[],\"nextCursor\":\"again\"}"));

    assertThat(failure.code()).isEqualTo(ErrorCode.TOOLS_INVALID);
  }

  private static Handshake handshake() {
    return new McpHandshake(Duration.ofSeconds(20));
  }

  private static SigilException failure(Candidate candidate) {
    return failure(candidate, Duration.ofSeconds(20));
  }

  private static SigilException failure(Candidate candidate, Duration timeout) {
    return catchThrowableOfType(
        SigilException.class, () -> new McpHandshake(timeout).perform(candidate));
  }

  private static String tool(String name) {
    return "{\"name\":\"" + name + "\",\"inputSchema\":{\"type\":\"object\"}}";
  }

  private Candidate answering(Function<JsonNode, String> results) {
    server.createContext("/mcp", exchange -> answer(exchange, results));
    URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mcp");
    return new Candidate(endpoint, Map.of("X-Candidate", "1"));
  }

  private static void answer(HttpExchange exchange, Function<JsonNode, String> results)
      throws IOException {
    if (!exchange.getRequestMethod().equals("POST")) {
      exchange.sendResponseHeaders(405, -1);
      exchange.close();
      return;
    }
    assertThat(exchange.getRequestHeaders().getFirst("X-Candidate")).isEqualTo("1");
    JsonNode request = Json.parse(exchange.getRequestBody().readAllBytes());
    if (!request.has("id")) {
      exchange.sendResponseHeaders(202, -1);
      exchange.close();
      return;
    }
    String result = results.apply(request);
    if (result.equals(SILENCE)) {
      return;
    }
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":" + request.path("id") + ",\"result\":" + result + "}";
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
