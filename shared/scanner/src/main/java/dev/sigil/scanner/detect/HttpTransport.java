package dev.sigil.scanner.detect;

/**
 * Seen in a file: code of the repository's own answers clients over HTTP by the MCP SDK's
 * transports, so that one process may serve several of them.
 */
public record HttpTransport(Location location) {}
