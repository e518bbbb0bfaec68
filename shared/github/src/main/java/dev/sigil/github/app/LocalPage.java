package dev.sigil.github.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The page of one button that carries a manifest to GitHub, and the address that GitHub sends the
 * browser back to. Answers on this machine only, and only under its own name.
 */
final class LocalPage implements AutoCloseable {
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_-]{1,200}");

  private final HttpServer server;
  private final String state;
  private final Function<LocalPage, String> form;
  private final CompletableFuture<String> code = new CompletableFuture<>();

  /**
   * Opens the page.
   *
   * @param state sent to GitHub and expected back
   * @param form the HTML to show, made when the address is known
   */
  LocalPage(int port, String state, Function<LocalPage, String> form) throws IOException {
    this.state = state;
    this.form = form;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Where GitHub sends the browser. */
  String redirect() {
    return address() + "/created";
  }

  /**
   * Waits for the code that GitHub gives in exchange for the manifest.
   *
   * @throws IOException when it does not come in time
   */
  String awaitCode(Duration limit) throws IOException {
    try {
      return code.get(limit.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IOException(
          "Nobody came back from GitHub within " + limit.toMinutes() + " minutes.", e);
    } catch (ExecutionException e) {
      throw new IOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String host = String.valueOf(exchange.getRequestHeaders().getFirst("Host"));
      String path = exchange.getRequestURI().getPath();
      boolean known =
          host.equals(address().substring("http://".length()))
              && exchange.getRequestMethod().equals("GET");
      if (known && path.equals("/")) {
        respond(exchange, 200, form.apply(this));
      } else if (known && path.equals("/created")) {
        created(exchange);
      } else {
        respond(exchange, 404, "<p>There is nothing here.</p>");
      }
    }
  }

  private void created(HttpExchange exchange) throws IOException {
    Map<String, String> query = query(String.valueOf(exchange.getRequestURI().getRawQuery()));
    byte[] given = query.getOrDefault("state", "").getBytes(StandardCharsets.UTF_8);
    String candidate = query.getOrDefault("code", "");
    if (!MessageDigest.isEqual(given, state.getBytes(StandardCharsets.UTF_8))
        || !CODE.matcher(candidate).matches()) {
      respond(
          exchange,
          400,
          "<p>This did not come from the page that was opened here. Open "
              + address()
              + " again.</p>");
      return;
    }
    respond(exchange, 200, "<p>GitHub has made the App. Go back to the terminal.</p>");
    code.complete(candidate);
  }

  private static Map<String, String> query(String raw) {
    return Stream.of(raw.split("&", -1))
        .map(pair -> pair.split("=", 2))
        .filter(parts -> parts.length == 2)
        .collect(
            Collectors.toMap(
                parts -> parts[0],
                parts -> URLDecoder.decode(parts[1], StandardCharsets.UTF_8),
                (first, second) -> first));
  }

  private static void respond(HttpExchange exchange, int status, String body) throws IOException {
    byte[] page =
        ("<!doctype html><html lang=en><meta charset=utf-8><title>Sigil</title>"
                + "<body style=\"font:1.1em system-ui;max-width:40em;margin:4em auto\">"
                + body)
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
    exchange
        .getResponseHeaders()
        .set(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
    exchange.sendResponseHeaders(status, page.length);
    exchange.getResponseBody().write(page);
  }

  @Override
  public void close() {
    server.stop(1);
  }
}
