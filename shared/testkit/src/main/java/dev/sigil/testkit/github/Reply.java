package dev.sigil.testkit.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.json.Json;
import java.util.Map;

/** What GitHub answers. */
final class Reply {
  private static final Map<String, String> JSON =
      Map.of("Content-Type", "application/json; charset=utf-8");

  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;

  Reply(int status, Map<String, String> headers, byte[] body) {
    this.status = status;
    this.headers = Map.copyOf(headers);
    this.body = body;
  }

  int status() {
    return status;
  }

  Map<String, String> headers() {
    return headers;
  }

  byte[] body() {
    return body;
  }

  static Reply ok(JsonNode body) {
    return of(200, body);
  }

  static Reply of(int status, JsonNode body) {
    return new Reply(status, JSON, Json.bytes(body));
  }

  static Reply refusal(int status, String message) {
    return of(status, Json.object().put("message", message));
  }

  static Reply redirect(int status, String location) {
    return new Reply(status, Map.of("Location", location), new byte[0]);
  }

  /** Ends the handling of a request. */
  static Refused refused(int status, String message) {
    return new Refused(refusal(status, message));
  }

  /** An answer that ends the handling of a request where it is thrown. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Reply reply;

    Refused(Reply reply) {
      super("GitHub answers " + reply.status());
      this.reply = reply;
    }

    Reply reply() {
      return reply;
    }
  }
}
