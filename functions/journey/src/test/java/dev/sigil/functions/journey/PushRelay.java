package dev.sigil.functions.journey;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sigil.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands where Cloud Run's front end stands between Pub/Sub and a function: says 503 for a function
 * that does not answer. Adds the number of the attempt, which Pub/Sub's emulator leaves out, and
 * counts what was delivered.
 */
final class PushRelay implements AutoCloseable {
  private static final String DEAD = "dead";

  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, URI> targets = new ConcurrentHashMap<>();
  private final Map<String, Integer> attempts = new ConcurrentHashMap<>();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger dead = new AtomicInteger();

  PushRelay() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Leads a function's deliveries to its process. */
  void route(FunctionProcess function) {
    targets.put(function.name(), function.address());
  }

  /** The push endpoint of a function. */
  String endpoint(String function) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + function;
  }

  /** Where messages end that no attempt delivered. */
  String deadLetterEndpoint() {
    return endpoint(DEAD);
  }

  int deadLetters() {
    return dead.get();
  }

  /** Deliveries that a function took. */
  int acknowledged() {
    return acknowledged.get();
  }

  /** Deliveries that will come again. */
  int refused() {
    return refused.get();
  }

  private void handle(HttpExchange exchange) throws IOException {
    if (exchange.getRequestURI().getPath().equals("/" + DEAD)) {
      dead.incrementAndGet();
      exchange.sendResponseHeaders(204, -1);
      exchange.close();
      return;
    }
    ObjectNode push = (ObjectNode) Json.parse(exchange.getRequestBody().readAllBytes());
    String delivery =
        push.path("subscription").asText() + " " + push.path("message").path("messageId").asText();
    push.put("deliveryAttempt", attempts.merge(delivery, 1, Integer::sum));
    URI target = targets.get(exchange.getRequestURI().getPath().substring(1));
    int status = target == null ? 404 : forward(target, Json.bytes(push));
    (status < 300 ? acknowledged : refused).incrementAndGet();
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private int forward(URI target, byte[] push) {
    HttpRequest request =
        HttpRequest.newBuilder(target.resolve("/"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(push))
            .build();
    try {
      return client.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 503;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 503;
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
