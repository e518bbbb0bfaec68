package com.acme.weather;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.List;
import java.util.Map;

/** One tool: the forecast of a city. */
public final class WeatherServer {
  private WeatherServer() {}

  public static void main(String[] arguments) {
    McpJsonMapper json = new JacksonMcpJsonMapper(new ObjectMapper());
    Map<String, Object> schema =
        Map.of(
            "type", "object",
            "properties", Map.of("city", Map.of("type", "string")),
            "required", List.of("city"));
    McpSchema.Tool forecast =
        McpSchema.Tool.builder("forecast", schema).description("The forecast of a city").build();
    McpServer.sync(new StdioServerTransportProvider(json))
        .serverInfo("weather", "1.0.0")
        .capabilities(McpSchema.ServerCapabilities.builder().tools(true).build())
        .toolCall(
            forecast,
            (exchange, request) ->
                McpSchema.CallToolResult.builder()
                    .addTextContent("Sunny in " + request.arguments().get("city"))
                    .build())
        .build();
  }
}
