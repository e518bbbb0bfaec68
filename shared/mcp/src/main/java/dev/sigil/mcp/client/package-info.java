/**
 * A client of MCP servers over Streamable HTTP that survives hostile ones: every wait has a
 * deadline and every answer a size.
 */
@NullMarked
package dev.sigil.mcp.client;

import org.jspecify.annotations.NullMarked;
