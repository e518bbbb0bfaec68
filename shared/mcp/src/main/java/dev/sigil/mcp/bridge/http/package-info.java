/**
 * An HTTP/1.1 server on one event loop: just what the bridge needs, and what the JDK's server
 * cannot do, which is to notice at once that a waiting client has gone.
 */
@NullMarked
package dev.sigil.mcp.bridge.http;

import org.jspecify.annotations.NullMarked;
