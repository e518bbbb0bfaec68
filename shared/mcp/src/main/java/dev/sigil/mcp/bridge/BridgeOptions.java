package dev.sigil.mcp.bridge;

import java.time.Duration;
import java.util.List;

/**
 * How a bridge serves.
 *
 * @param host the address to listen on
 * @param port 0 for any free one
 * @param path where MCP is answered
 * @param maxSessions processes that may serve at the same time
 * @param spares processes kept started for the next session: 0 or 1
 * @param idle how long a session may rest before it is ended
 * @param maxBody of a request, in bytes
 * @param maxLine of a message from the server, in bytes
 * @param allowedOrigins browsers' origins that may call, besides those of this machine
 * @param command the program and its arguments, started without a shell
 */
public record BridgeOptions(
    String host,
    int port,
    String path,
    int maxSessions,
    int spares,
    Duration idle,
    int maxBody,
    int maxLine,
    List<String> allowedOrigins,
    List<String> command) {
  private static final int MEBIBYTE = 1024 * 1024;

  public BridgeOptions {
    allowedOrigins = List.copyOf(allowedOrigins);
    command = List.copyOf(command);
    require(!command.isEmpty(), "a command is needed, after --");
    require(port >= 0 && port <= 65_535, "a port lies within 0 to 65535");
    require(path.startsWith("/") && !path.equals("/health"), "a path starts with / and is free");
    require(maxSessions >= 1 && maxSessions <= 10_000, "sessions lie within 1 to 10000");
    require(spares == 0 || spares == 1, "spares are 0 or 1");
    require(idle.isPositive(), "the idle time is positive");
    require(maxBody > 0 && maxLine > 0, "bounds are positive");
  }

  public static BridgeOptions of(List<String> command) {
    return new BridgeOptions(
        "127.0.0.1",
        0,
        "/mcp",
        64,
        1,
        Duration.ofMinutes(15),
        4 * MEBIBYTE,
        16 * MEBIBYTE,
        List.of(),
        command);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
