/** MCP traffic to the instance that serves it. */
@NullMarked
package dev.sigil.functions.gateway;

import org.jspecify.annotations.NullMarked;
