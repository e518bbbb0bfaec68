package dev.sigil.mcp.bridge;

import dev.sigil.mcp.Envelope;
import dev.sigil.mcp.EnvelopeReader;
import dev.sigil.mcp.MalformedMessageException;
import dev.sigil.mcp.MessageLimits;
import dev.sigil.mcp.ProtocolVersion;
import dev.sigil.mcp.RpcErrorCode;
import dev.sigil.mcp.bridge.http.HttpExchange;
import dev.sigil.mcp.bridge.http.HttpRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP side of the bridge: checks a request (2025-11-25, transports: Streamable HTTP) and hands
 * it to its session.
 */
final class Endpoint {
  private static final Set<String> LOCAL_HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");

  private final String path;
  private final List<String> allowedOrigins;
  private final Sessions sessions;
  private final EnvelopeReader reader;

  Endpoint(BridgeOptions options, Sessions sessions) {
    this.path = options.path();
    this.allowedOrigins = options.allowedOrigins();
    this.sessions = sessions;
    this.reader =
        new EnvelopeReader(new MessageLimits(options.maxBody(), MessageLimits.DEFAULT.maxDepth()));
  }

  void serve(HttpExchange exchange) {
    HttpRequest request = exchange.request();
    if (request.path().equals("/health")) {
      health(exchange);
    } else if (!request.path().equals(path)) {
      exchange.answer(404, Map.of("Content-Type", "text/plain"), ascii("MCP is at " + path + "\n"));
    } else if (!isOriginAllowed(request)) {
      Answers.refuse(exchange, 403, null, RpcErrorCode.SERVER_ERROR, "the origin is not allowed");
    } else if (!isVersionKnown(request)) {
      refuse(exchange, 400, "the MCP-Protocol-Version is not supported");
    } else {
      switch (request.method()) {
        case "POST" -> post(exchange);
        case "GET" -> get(exchange);
        case "DELETE" -> delete(exchange);
        default -> exchange.answer(405, Map.of("Allow", "POST, GET, DELETE"), new byte[0]);
      }
    }
  }

  private void health(HttpExchange exchange) {
    Optional<String> trouble = sessions.trouble();
    exchange.answer(
        trouble.isEmpty() ? 200 : 503,
        Map.of("Content-Type", "text/plain"),
        ascii(trouble.orElse("ok, sessions: " + sessions.count()) + "\n"));
  }

  private void post(HttpExchange exchange) {
    HttpRequest request = exchange.request();
    String type = request.header("content-type").orElse("").toLowerCase(Locale.ROOT);
    if (!type.startsWith("application/json")) {
      refuse(exchange, 415, "the body is application/json");
      return;
    }
    if (!Accept.json(request)) {
      refuse(exchange, 406, "a client accepts application/json and text/event-stream");
      return;
    }
    EnvelopeReader.Frame frame = frame(exchange);
    if (frame == null) {
      return;
    }
    if (frame.batch() && !Accept.events(request)) {
      refuse(exchange, 406, "a batch is answered as text/event-stream");
      return;
    }
    String id = request.headers().get("mcp-session-id");
    Envelope first = frame.messages().getFirst();
    if (id == null && !frame.batch() && opensSession(first)) {
      sessions.open(exchange, frame);
    } else if (id == null) {
      Answers.refuse(
          exchange,
          400,
          first.id(),
          RpcErrorCode.INVALID_REQUEST,
          "the Mcp-Session-Id header is missing; a session starts with initialize");
    } else {
      withSession(exchange, id, session -> session.receive(exchange, frame, request.body()));
    }
  }

  private static boolean opensSession(Envelope message) {
    return message.kind() == Envelope.Kind.REQUEST && message.calls("initialize");
  }

  private EnvelopeReader.@Nullable Frame frame(HttpExchange exchange) {
    try {
      return reader.read(exchange.request().body());
    } catch (MalformedMessageException e) {
      Answers.refuse(exchange, 400, null, e.code(), "the request is malformed: " + e.getMessage());
      return null;
    }
  }

  private void get(HttpExchange exchange) {
    HttpRequest request = exchange.request();
    if (!request.headers().getOrDefault("accept", "").contains("text/event-stream")) {
      refuse(exchange, 406, "a client accepts text/event-stream");
      return;
    }
    String lastEvent = request.headers().get("last-event-id");
    EventStream.Position resume = lastEvent == null ? null : EventStream.Position.parse(lastEvent);
    if (lastEvent != null && resume == null) {
      refuse(exchange, 400, "the Last-Event-ID is none of ours");
      return;
    }
    withSession(exchange, sessionId(request), session -> session.listen(exchange, resume));
  }

  private void delete(HttpExchange exchange) {
    withSession(
        exchange,
        sessionId(exchange.request()),
        session -> {
          session.end("the client ended the session");
          exchange.answer(204, Map.of(), new byte[0]);
        });
  }

  private void withSession(
      HttpExchange exchange, String id, java.util.function.Consumer<Session> action) {
    Optional<Session> session = sessions.find(id);
    if (id.isEmpty()) {
      refuse(exchange, 400, "the Mcp-Session-Id header is missing");
    } else if (session.isEmpty()) {
      Answers.refuse(
          exchange, 404, null, RpcErrorCode.SESSION_NOT_FOUND, "the session is unknown or over");
    } else {
      action.accept(session.get());
    }
  }

  private static String sessionId(HttpRequest request) {
    return request.headers().getOrDefault("mcp-session-id", "");
  }

  private static boolean isVersionKnown(HttpRequest request) {
    Optional<String> version = request.header("mcp-protocol-version");
    return version.isEmpty()
        || ProtocolVersion.of(version.get())
            .filter(known -> known.era() == ProtocolVersion.Era.LEGACY)
            .isPresent();
  }

  /* A browser sends its origin; a page of a stranger must not reach a server on this machine. */
  private boolean isOriginAllowed(HttpRequest request) {
    Optional<String> origin = request.header("origin");
    return origin.isEmpty()
        || allowedOrigins.contains(origin.get())
        || hostOf(origin.get()).filter(LOCAL_HOSTS::contains).isPresent();
  }

  private static Optional<String> hostOf(String origin) {
    try {
      return Optional.ofNullable(URI.create(origin).getHost());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static void refuse(HttpExchange exchange, int status, String message) {
    Answers.refuse(exchange, status, null, RpcErrorCode.SERVER_ERROR, message);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
