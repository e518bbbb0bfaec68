package dev.sigil.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers the API as told; a request nobody prepared is a 404 in the envelope. */
final class FakePlatform implements AutoCloseable {
  /** What arrived. */
  record Seen(String request, String authorization, String body) {}

  private record Answer(int status, String body) {}

  private final HttpServer server;
  private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
  final List<Seen> seen = new CopyOnWriteArrayList<>();

  FakePlatform() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Prepares an answer; several for one request come in turn, the last one stays. */
  void on(String request, String data) {
    on(request, 200, "{\"success\":true,\"data\":" + data + ",\"message\":\"ok\"}");
  }

  void on(String request, int status, String body) {
    answers.computeIfAbsent(request, k -> new ArrayDeque<>()).add(new Answer(status, body));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    seen.add(new Seen(request, authorization == null ? "" : authorization, body));
    Answer answer = next(request);
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  private Answer next(String request) {
    Deque<Answer> prepared = answers.get(request);
    if (prepared == null) {
      return new Answer(
          404,
          "{\"success\":false,\"error\":{\"code\":\"NOT_FOUND\",\"message\":\"There is no "
              + request
              + ".\",\"hint\":\"See `sigil list`.\"},\"requestId\":\"r1\"}");
    }
    synchronized (prepared) {
      return prepared.size() > 1 ? prepared.removeFirst() : prepared.getFirst();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
