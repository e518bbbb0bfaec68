package dev.sigil.functions.gateway;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Lets the pages of allowed origins call, without cookies. */
final class Cors {
  static final String METHODS = "GET, POST, DELETE, OPTIONS";
  private static final String EXPOSED = "Mcp-Session-Id, MCP-Protocol-Version, WWW-Authenticate";
  private static final String HEADERS =
      "Accept, Authorization, Content-Type, Last-Event-ID, Mcp-Session-Id, MCP-Protocol-Version, "
          + Credentials.KEY_HEADER;
  private static final String MAX_AGE_SECONDS = "7200";

  private Cors() {}

  /** Marks the answer as readable by the page. */
  static void allow(HttpServerResponse response, String origin) {
    response
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
        .putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED)
        .putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
  }

  /** Answers OPTIONS; says nothing about whether there is such a server. */
  static void preflight(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    response.setStatusCode(204).putHeader(HttpHeaders.ALLOW, METHODS);
    if (request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD)) {
      String asked = request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
      response
          .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
          .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, asked == null ? HEADERS : asked)
          .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, MAX_AGE_SECONDS);
    }
    response.end();
  }
}
