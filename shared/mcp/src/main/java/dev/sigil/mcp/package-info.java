/** The protocol: messages, transports, and the stdio bridge. JDK and one JSON codec. */
@NullMarked
package dev.sigil.mcp;

import org.jspecify.annotations.NullMarked;
