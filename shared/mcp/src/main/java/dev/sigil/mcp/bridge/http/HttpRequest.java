package dev.sigil.mcp.bridge.http;

import java.util.Map;
import java.util.Optional;

/**
 * A request as received.
 *
 * @param path the request target without its query
 * @param headers by lower-case name; repeated ones joined by commas
 * @param persistent whether the connection may serve another request
 * @param chunks whether the client understands a chunked answer (HTTP/1.1)
 */
@SuppressWarnings("ArrayRecordComponent")
public record HttpRequest(
    String method,
    String path,
    Map<String, String> headers,
    byte[] body,
    boolean persistent,
    boolean chunks) {
  public HttpRequest {
    headers = Map.copyOf(headers);
  }

  public Optional<String> header(String lowerCaseName) {
    return Optional.ofNullable(headers.get(lowerCaseName));
  }
}
