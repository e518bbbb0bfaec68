package dev.sigil.mcp.bridge;

import dev.sigil.mcp.RequestId;
import dev.sigil.mcp.bridge.http.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the bridge itself says, in JSON. */
final class Answers {
  static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

  private Answers() {}

  /** A JSON-RPC failure. */
  static byte[] failure(@Nullable RequestId id, int code, String message) {
    String text =
        "{\"jsonrpc\":\"2.0\",\"id\":"
            + (id == null ? "null" : id.json())
            + ",\"error\":{\"code\":"
            + code
            + ",\"message\":"
            + new RequestId.Text(message).json()
            + "}}";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Answers with an HTTP status and the failure that goes with it. */
  static void refuse(
      HttpExchange exchange, int status, @Nullable RequestId id, int code, String message) {
    exchange.answer(status, JSON, failure(id, code, message));
  }

  /** Tells a server that nobody waits for an answer any more. */
  static byte[] cancelled(RequestId id) {
    String text =
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":"
            + id.json()
            + ",\"reason\":\"the client disconnected\"}}";
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
