package dev.sigil.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A JSON-RPC 2.0 message as MCP uses it. Parameters and results are kept whole, {@code _meta} and
 * unknown members included. The trees are owned by the message and must not be changed.
 */
public sealed interface Message {
  /** Asks for exactly one {@link Response} with the same id. */
  record Request(RequestId id, String method, @Nullable ObjectNode params) implements Message {}

  /** Tells something and expects no answer. */
  record Notification(String method, @Nullable ObjectNode params) implements Message {}

  /** The end of a request. */
  sealed interface Response extends Message {}

  record Result(RequestId id, JsonNode value) implements Response {}

  /**
   * An answer that says why there is no result.
   *
   * @param id absent when the request's own id could not be read
   */
  record Failure(@Nullable RequestId id, RpcError error) implements Response {}
}
