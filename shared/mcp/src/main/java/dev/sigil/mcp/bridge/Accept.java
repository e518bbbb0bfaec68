package dev.sigil.mcp.bridge;

import dev.sigil.mcp.bridge.http.HttpRequest;
import java.util.Locale;

/** What a client can read. A client that does not say can read everything. */
final class Accept {
  private Accept() {}

  static boolean json(HttpRequest request) {
    return names(request, "application/json", "application/*");
  }

  static boolean events(HttpRequest request) {
    return names(request, "text/event-stream", "text/*");
  }

  private static boolean names(HttpRequest request, String type, String range) {
    String accept = request.headers().getOrDefault("accept", "*/*").toLowerCase(Locale.ROOT);
    return accept.contains(type) || accept.contains(range) || accept.contains("*/*");
  }
}
