package dev.sigil.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** The error of a JSON-RPC answer. */
public record RpcError(int code, String message, @Nullable JsonNode data) {
  public RpcError(int code, String message) {
    this(code, message, null);
  }
}
