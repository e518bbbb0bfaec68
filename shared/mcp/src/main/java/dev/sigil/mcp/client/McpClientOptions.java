package dev.sigil.mcp.client;

import dev.sigil.mcp.MessageLimits;
import java.time.Duration;
import java.util.Map;

/**
 * How a client introduces itself and what it puts up with.
 *
 * @param name the client's name in the handshake
 * @param headers sent with every request, such as {@code Authorization}
 * @param connectTimeout for a TCP and TLS connection
 * @param requestTimeout for the handshake, for a whole list with all its pages, and for closing
 * @param callTimeout for one tool call, from its first byte to its answer
 * @param limits of one message
 * @param maxStreamBytes of everything that one request may be answered with
 * @param maxPages of one list
 * @param maxItems of one list
 */
public record McpClientOptions(
    String name,
    String version,
    Map<String, String> headers,
    Duration connectTimeout,
    Duration requestTimeout,
    Duration callTimeout,
    MessageLimits limits,
    long maxStreamBytes,
    int maxPages,
    int maxItems) {
  private static final long MEBIBYTE = 1024 * 1024;

  public McpClientOptions {
    headers = Map.copyOf(headers);
  }

  public static McpClientOptions of(String name, String version) {
    return new McpClientOptions(
        name,
        version,
        Map.of(),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofMinutes(5),
        MessageLimits.DEFAULT,
        64 * MEBIBYTE,
        100,
        10_000);
  }

  public McpClientOptions withHeaders(Map<String, String> value) {
    return new McpClientOptions(
        name,
        version,
        value,
        connectTimeout,
        requestTimeout,
        callTimeout,
        limits,
        maxStreamBytes,
        maxPages,
        maxItems);
  }

  public McpClientOptions withTimeouts(Duration request, Duration call) {
    return new McpClientOptions(
        name,
        version,
        headers,
        request.compareTo(connectTimeout) < 0 ? request : connectTimeout,
        request,
        call,
        limits,
        maxStreamBytes,
        maxPages,
        maxItems);
  }
}
