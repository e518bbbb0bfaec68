/**
 * The Model Context Protocol on the wire: JSON-RPC messages, protocol versions, server-sent events.
 * Everything read is bounded in size and depth.
 */
@NullMarked
package dev.sigil.mcp;

import org.jspecify.annotations.NullMarked;
