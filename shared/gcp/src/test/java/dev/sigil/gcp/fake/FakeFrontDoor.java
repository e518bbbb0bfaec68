package dev.sigil.gcp.fake;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sigil.gcp.fake.FakeInstances.Running;
import dev.sigil.gcp.fake.ServerLauncher.StartException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One address of a service: its own, or that of a tag. Lets in who shows a token that was made for
 * the service and names an invoker, and carries the request to an instance.
 */
final class FakeFrontDoor implements AutoCloseable {
  private static final String SERVERLESS = "X-Serverless-Authorization";
  private static final String COOKIE = "GAESA=";
  private static final Set<String> OWN_HEADERS =
      Set.of("connection", "content-length", "host", "transfer-encoding", "upgrade", "expect");

  private final HttpServer server;
  private final HttpClient client;
  private final Predicate<String> admits;
  private final Supplier<Optional<FakeInstances>> revision;

  /**
   * Opens a door on a free port.
   *
   * @param admits whether a token lets its bearer in
   * @param revision whose instances take the requests; empty for none
   */
  FakeFrontDoor(
      HttpClient client,
      ExecutorService executor,
      Predicate<String> admits,
      Supplier<Optional<FakeInstances>> revision) {
    this.client = client;
    this.admits = admits;
    this.revision = revision;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(executor);
    server.createContext("/", this::handle);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String token = token(exchange.getRequestHeaders());
      Optional<FakeInstances> instances = revision.get();
      if (token == null) {
        refuse(exchange, 403);
      } else if (!admits.test(token)) {
        refuse(exchange, 401);
      } else if (instances.isEmpty()) {
        refuse(exchange, 404);
      } else {
        serve(exchange, instances.get());
      }
    }
  }

  private static @Nullable String token(Headers headers) {
    String own = headers.getFirst(SERVERLESS);
    String value = own == null ? headers.getFirst("Authorization") : own;
    return value == null || !value.startsWith("Bearer ") ? null : value.substring(7);
  }

  private void serve(HttpExchange exchange, FakeInstances instances) throws IOException {
    Running taken;
    try {
      taken = instances.take(affinity(exchange.getRequestHeaders()));
    } catch (StartException e) {
      refuse(exchange, 503);
      return;
    }
    if (taken == null) {
      refuse(exchange, 429);
      return;
    }
    try {
      forward(exchange, taken);
    } finally {
      instances.giveBack(taken);
    }
  }

  private static @Nullable String affinity(Headers headers) {
    return headers.getOrDefault("Cookie", List.of()).stream()
        .flatMap(line -> Stream.of(line.split("; ", -1)))
        .filter(cookie -> cookie.startsWith(COOKIE))
        .map(cookie -> cookie.substring(COOKIE.length()))
        .findFirst()
        .orElse(null);
  }

  private void forward(HttpExchange exchange, Running taken) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(taken.instance.address().resolve(exchange.getRequestURI()))
            .method(
                exchange.getRequestMethod(),
                BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, unsigned(name, value)));
              }
            });
    HttpResponse<InputStream> response;
    try {
      response = client.send(request.build(), BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, List.copyOf(values));
              }
            });
    exchange
        .getResponseHeaders()
        .add("Set-Cookie", COOKIE + taken.affinity + "; Path=/; Max-Age=2592000; HttpOnly");
    answer(exchange, response);
  }

  /* A container gets to see whom a token names, but could not use it. */
  private static String unsigned(String name, String value) {
    boolean identity = name.equalsIgnoreCase(SERVERLESS) || name.equalsIgnoreCase("Authorization");
    return identity && value.chars().filter(c -> c == '.').count() == 2
        ? value.substring(0, value.lastIndexOf('.')) + ".SIGNATURE_REMOVED_BY_GOOGLE"
        : value;
  }

  private static void answer(HttpExchange exchange, HttpResponse<InputStream> response)
      throws IOException {
    long length = response.headers().firstValueAsLong("content-length").orElse(-1);
    boolean empty = length == 0 || response.statusCode() == 204 || response.statusCode() == 304;
    exchange.sendResponseHeaders(response.statusCode(), empty ? -1 : Math.max(0, length));
    try (InputStream in = response.body();
        OutputStream out = exchange.getResponseBody()) {
      byte[] part = new byte[8192];
      for (int read = in.read(part); read >= 0 && !empty; read = in.read(part)) {
        out.write(part, 0, read);
        out.flush();
      }
    }
  }

  private static void refuse(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
