/** MCP servers to deploy. */
@NullMarked
package dev.sigil.testkit.server;

import org.jspecify.annotations.NullMarked;
