/**
 * The stdio bridge: serves an MCP server that speaks stdio over Streamable HTTP, one process per
 * session. Ships as its own small jar; {@code RATIONALE.md} says why it is the way it is.
 */
@NullMarked
package dev.sigil.mcp.bridge;

import org.jspecify.annotations.NullMarked;
