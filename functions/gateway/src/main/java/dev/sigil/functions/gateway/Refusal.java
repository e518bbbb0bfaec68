package dev.sigil.functions.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.json.Json;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Objects;

/**
 * The gateway's own answer: a JSON-RPC error without a request id, since the gateway reads no body.
 * None of its codes is one that 2026-07-28 reserves, so a client that probes for that version
 * concludes rightly that it must send {@code initialize}.
 */
record Refusal(ErrorCode code, int rpcCode, String message, String hint) {
  private static final int INVALID_REQUEST = -32600;
  private static final int INTERNAL_ERROR = -32603;
  private static final int SESSION_NOT_FOUND = -32001;
  private static final long LINGER_MILLIS = 1000;

  static Refusal of(ErrorCode code, String message) {
    return of(code, message, code.hint());
  }

  static Refusal of(ErrorCode code, String message, String hint) {
    int rpcCode = code.httpStatus() < 500 ? INVALID_REQUEST : INTERNAL_ERROR;
    return new Refusal(code, rpcCode, message, hint);
  }

  static Refusal of(SigilException e) {
    return of(e.code(), String.valueOf(e.getMessage()), e.hint());
  }

  static Refusal sessionEnded() {
    return new Refusal(
        ErrorCode.NOT_FOUND,
        SESSION_NOT_FOUND,
        "Session not found: it has ended, or was never begun here.",
        "Send `initialize` without a session id to begin a new one.");
  }

  int status() {
    return code.httpStatus();
  }

  /** Answers with this, and takes leave of a client that still sends its body. */
  void send(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    response.setStatusCode(status()).putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
    switch (code) {
      case UNAUTHENTICATED -> response.putHeader("WWW-Authenticate", "Bearer realm=\"sigil\"");
      case RATE_LIMITED, UNAVAILABLE -> response.putHeader(HttpHeaders.RETRY_AFTER, "1");
      case METHOD_NOT_ALLOWED -> response.putHeader(HttpHeaders.ALLOW, Cors.METHODS);
      default -> {}
    }
    boolean unread = !request.isEnded() && hasBody(request);
    if (unread) {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    response.end(Buffer.buffer(body()));
    if (unread) {
      linger(request);
    }
  }

  /**
   * Closes the connection after the client had time to read the answer: a socket closed over unread
   * bytes is reset, and takes the answer with it.
   */
  static void linger(HttpServerRequest request) {
    request.handler(ignored -> {}).resume();
    Objects.requireNonNull(Vertx.currentContext())
        .owner()
        .setTimer(LINGER_MILLIS, ignored -> request.connection().close());
  }

  private static boolean hasBody(HttpServerRequest request) {
    return request.headers().contains(HttpHeaders.CONTENT_LENGTH)
        || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
  }

  private byte[] body() {
    ObjectNode body = Json.object().put("jsonrpc", "2.0").putNull("id");
    ObjectNode error = body.putObject("error").put("code", rpcCode).put("message", message);
    error.putObject("data").put("code", code.name()).put("hint", hint);
    return Json.bytes(body);
  }
}
