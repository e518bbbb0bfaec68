package example;

import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.List;
import java.util.Map;

/** Reverses text. */
public final class Server {
  public static void main(String[] args) {
    JacksonMcpJsonMapper json =
        new JacksonMcpJsonMapper(new com.fasterxml.jackson.databind.ObjectMapper());
    Map<String, Object> schema =
        Map.of(
            "type", "object",
            "properties", Map.of("text", Map.of("type", "string")),
            "required", List.of("text"));
    Tool tool = Tool.builder("reverse", schema).description("Reverses a text").build();
    McpServer.sync(new StdioServerTransportProvider(json))
        .serverInfo("java-sdk", "1.0.0")
        .capabilities(ServerCapabilities.builder().tools(true).build())
        .tools(
            SyncToolSpecification.builder()
                .tool(tool)
                .callHandler(
                    (exchange, request) ->
                        CallToolResult.builder()
                            .addTextContent(
                                new StringBuilder((String) request.arguments().get("text"))
                                    .reverse()
                                    .toString())
                            .build())
                .build())
        .build();
  }
}
