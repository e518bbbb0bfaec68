package dev.sigil.mcp.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.mcp.ProtocolVersion;

/**
 * What a server said of itself in the handshake.
 *
 * @param protocolVersion the version agreed on
 * @param name empty when the server named none
 * @param version empty when the server named none
 * @param instructions for the model that uses the server; empty when there are none
 * @param result the whole answer to {@code initialize}, as sent
 */
public record ServerInfo(
    ProtocolVersion protocolVersion,
    String name,
    String version,
    String instructions,
    ObjectNode result) {
  /** Whether the server declared a capability, such as {@code tools}. */
  public boolean offers(String capability) {
    return result.path("capabilities").has(capability);
  }
}
