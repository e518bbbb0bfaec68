package dev.sigil.testkit.github;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sigil.core.codehost.HookDeliveries;
import dev.sigil.core.json.Json;
import dev.sigil.core.store.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The list of an App's webhook deliveries, in memory and, when started, on a port of this machine
 * with GitHub's own paths and shapes. Who asks for another attempt gets it at once. Thread-safe.
 */
public final class FakeHookDeliveries implements HookDeliveries, AutoCloseable {
  private static final Pattern LIST = Pattern.compile("/app/hook/deliveries");
  private static final Pattern AGAIN = Pattern.compile("/app/hook/deliveries/(\\d+)/attempts");
  private static final Pattern CURSOR = Pattern.compile("(?:.*&)?cursor=v1_(\\d+)(?:&.*)?");
  private static final Pattern SIZE = Pattern.compile("(?:.*&)?per_page=(\\d+)(?:&.*)?");

  private final InstantSource clock;
  private final ToIntFunction<String> receiver;
  private final int pageSize;
  private final List<Attempt> attempts = new ArrayList<>();
  private final List<Long> asked = new ArrayList<>();
  private @Nullable HttpServer server;

  /**
   * A list.
   *
   * @param receiver takes a delivery by its id and answers with a status; 0 for no answer
   */
  public FakeHookDeliveries(InstantSource clock, int pageSize, ToIntFunction<String> receiver) {
    this.clock = clock;
    this.pageSize = pageSize;
    this.receiver = receiver;
  }

  /** Delivers, as after an event. */
  public synchronized void deliver(String delivery) {
    Instant at = clock.instant();
    attempts.addFirst(
        new Attempt(attempts.size() + 1L, delivery, at, receiver.applyAsInt(delivery)));
  }

  /** The attempts after which another was asked for, in order. */
  public synchronized List<Long> asked() {
    return List.copyOf(asked);
  }

  @Override
  public synchronized Page<Attempt> list(@Nullable String cursor) {
    return page(cursor == null ? 0 : Integer.parseInt(cursor.substring("v1_".length())), pageSize);
  }

  private Page<Attempt> page(int from, int size) {
    int to = Math.min(attempts.size(), from + Math.min(size, pageSize));
    return new Page<>(attempts.subList(from, to), to < attempts.size() ? "v1_" + to : null);
  }

  @Override
  public synchronized void redeliver(long attempt) {
    asked.add(attempt);
    attempts.stream()
        .filter(known -> known.id() == attempt)
        .findFirst()
        .ifPresent(known -> deliver(known.delivery()));
  }

  /** Answers on a free port from now on; returns the base address of the API. */
  public synchronized URI start() {
    try {
      HttpServer started =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      started.createContext("/", this::handle);
      started.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      started.start();
      server = started;
      return URI.create("http://127.0.0.1:" + started.getAddress().getPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String query = String.valueOf(exchange.getRequestURI().getQuery());
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      Matcher again = AGAIN.matcher(path);
      if (authorization == null || !authorization.matches("Bearer [\\w-]+\\.[\\w-]+\\.[\\w-]+")) {
        respond(exchange, 401, Json.object().put("message", "A JSON web token is needed"));
      } else if (exchange.getRequestMethod().equals("GET") && LIST.matcher(path).matches()) {
        list(exchange, query);
      } else if (exchange.getRequestMethod().equals("POST") && again.matches()) {
        again(exchange, Long.parseLong(again.group(1)));
      } else {
        respond(exchange, 404, Json.object().put("message", "Not Found"));
      }
    }
  }

  private void list(HttpExchange exchange, String query) throws IOException {
    Matcher cursor = CURSOR.matcher(query);
    Matcher size = SIZE.matcher(query);
    Page<Attempt> page;
    synchronized (this) {
      page =
          page(
              cursor.matches() ? Integer.parseInt(cursor.group(1)) : 0,
              size.matches() ? Integer.parseInt(size.group(1)) : 30);
    }
    ArrayNode body = Json.object().arrayNode();
    for (Attempt attempt : page.items()) {
      body.addObject()
          .put("id", attempt.id())
          .put("guid", attempt.delivery())
          .put("delivered_at", attempt.at().toString())
          .put("redelivery", false)
          .put("status", attempt.missed() ? "failed to connect to host" : "OK")
          .put("status_code", attempt.status())
          .put("event", "push");
    }
    page.next()
        .ifPresent(
            next ->
                exchange
                    .getResponseHeaders()
                    .set(
                        "Link",
                        "<http://x/app/hook/deliveries?cursor=" + next + ">; rel=\"next\""));
    respond(exchange, 200, body);
  }

  private void again(HttpExchange exchange, long id) throws IOException {
    boolean known;
    synchronized (this) {
      known = attempts.stream().anyMatch(attempt -> attempt.id() == id);
    }
    if (known) {
      redeliver(id);
    }
    respond(exchange, known ? 202 : 404, Json.object());
  }

  private static void respond(HttpExchange exchange, int status, Object body) throws IOException {
    byte[] bytes = Json.bytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public synchronized void close() {
    if (server != null) {
      server.stop(0);
    }
  }
}
