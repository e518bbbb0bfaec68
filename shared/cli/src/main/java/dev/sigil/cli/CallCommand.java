package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.json.Json;
import dev.sigil.mcp.Message;
import dev.sigil.mcp.client.McpClient;
import dev.sigil.mcp.client.McpClientOptions;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "call",
    mixinStandardHelpOptions = true,
    description = "Call a tool of a server through the gateway; without a tool, list its tools.")
final class CallCommand extends ApiCommand {

  @Parameters(
      index = "0",
      paramLabel = "SERVER",
      description = "A name of this workspace, owner/name, or an MCP endpoint's URL.")
  String server = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "TOOL", description = "The tool's name.")
  @Nullable String tool;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "ARGUMENTS",
      description = "A JSON object, or - to read it from standard input (default: {}).")
  String arguments = "{}";

  CallCommand(Session session) {
    super(session);
  }

  @Override
  int run(Api api) throws IOException {
    ObjectNode input = input();
    try (McpClient client = McpClient.connect(endpoint(api), clientOptions(api))) {
      return tool == null ? list(client) : invoke(client, tool, input);
    }
  }

  private int list(McpClient client) {
    Table table = new Table("TOOL", "DESCRIPTION");
    for (ObjectNode found : client.listTools()) {
      if (!options.printed(found)) {
        String text = found.path("description").asText("").lines().findFirst().orElse("");
        table.row(printable(found.path("name").asText()), printable(text));
      }
    }
    if (!options.json) {
      table.print(session);
    }
    return ExitCode.OK;
  }

  private int invoke(McpClient client, String name, ObjectNode input) {
    ObjectNode result = client.callTool(name, input, this::report);
    if (!options.printed(result)) {
      result.path("content").forEach(this::show);
    }
    return result.path("isError").asBoolean() ? ExitCode.FAILURE : ExitCode.OK;
  }

  private void show(JsonNode content) {
    if (content.path("type").asText().equals("text")) {
      session.say(printable(content.path("text").asText()));
    } else {
      String kind = content.path("type").asText() + " " + content.path("mimeType").asText();
      session.say("[" + printable(kind.strip()) + "; --json shows it]");
    }
  }

  private void report(Message.Notification notification) {
    ObjectNode params = notification.params();
    if (params != null && notification.method().equals("notifications/progress")) {
      String total = params.has("total") ? "/" + params.path("total").asText() : "";
      String message = printable(params.path("message").asText(""));
      session.err().println("  " + params.path("progress").asText() + total + " " + message);
    }
  }

  private ObjectNode input() throws IOException {
    String text = arguments;
    if (text.equals("-")) {
      StringWriter piped = new StringWriter();
      session.in().transferTo(piped);
      text = piped.toString();
    }
    try {
      if (Json.parse(text) instanceof ObjectNode object) {
        return object;
      }
    } catch (Json.MalformedException e) {
      throw usage(e.getMessage() + ".");
    }
    throw usage("They are JSON, but not an object.");
  }

  private static ApiException usage(String why) {
    return new ApiException(
        400,
        "INVALID_REQUEST",
        "The arguments are not a JSON object: " + why,
        "For example: sigil call weather forecast '{\"city\": \"Oslo\"}'");
  }

  private URI endpoint(Api api) {
    if (server.contains("://")) {
      return URI.create(server);
    }
    if (server.contains("/")) {
      return URI.create(api.url() + "/" + server + "/mcp");
    }
    JsonNode found = api.get("/api/v1/deployments/" + Api.encode(server));
    return URI.create(found.path("endpoint").asText());
  }

  /* The token goes to the platform's own gateway only, never to a server named by its URL. */
  private McpClientOptions clientOptions(Api api) {
    McpClientOptions defaults = McpClientOptions.of("sigil", "0.1.0");
    boolean ours = !server.contains("://") && !api.token().isEmpty();
    return ours ? defaults.withHeaders(Map.of("Authorization", "Bearer " + api.token())) : defaults;
  }

  /* What a stranger's server answers must not move the cursor or recolour the terminal. */
  private static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\n\t]]", "\uFFFD");
  }
}
