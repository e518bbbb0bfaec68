/** How MCP traffic finds the instance that serves it. */
@NullMarked
package dev.sigil.core.gateway;

import org.jspecify.annotations.NullMarked;
