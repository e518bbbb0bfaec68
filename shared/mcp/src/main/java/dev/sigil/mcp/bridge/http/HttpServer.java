package dev.sigil.mcp.bridge.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Accepts connections on an event loop and hands their requests to one handler. */
public final class HttpServer {
  private static final int BACKLOG = 512;
  private static final int MAX_CONNECTIONS = 1_024;
  private static final Duration TICK = Duration.ofSeconds(1);

  private final EventLoop loop;
  private final ServerSocketChannel listener;
  private final int maxBody;
  private final MemoryBudget budget;
  private final Consumer<HttpExchange> handler;
  private final Consumer<String> log;
  private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(64 * 1024);
  private final Set<HttpConnection> connections = new HashSet<>();
  private boolean ticking;

  /**
   * Listens at once; requests are served when the loop next turns.
   *
   * @param maxBody of a request, in bytes; a larger one is answered 413
   * @param budget for requests that are not complete and answers that are not taken
   * @param handler called on the loop with every request; must not block
   */
  public HttpServer(
      EventLoop loop,
      InetSocketAddress address,
      int maxBody,
      MemoryBudget budget,
      Consumer<HttpExchange> handler,
      Consumer<String> log)
      throws IOException {
    this.loop = loop;
    this.maxBody = maxBody;
    this.budget = budget;
    this.handler = handler;
    this.log = log;
    this.listener = ServerSocketChannel.open();
    listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    listener.bind(address, BACKLOG);
    listener.configureBlocking(false);
    listener.register(loop.selector(), SelectionKey.OP_ACCEPT, (Runnable) this::accept);
    loop.execute(() -> {});
  }

  public InetSocketAddress address() {
    try {
      return (InetSocketAddress) listener.getLocalAddress();
    } catch (IOException e) {
      throw new IllegalStateException("the server is closed", e);
    }
  }

  /** Takes no more connections; those that are open go on. */
  public void stopAccepting() {
    try {
      listener.close();
    } catch (IOException e) {
      log("closing the listener failed: " + e.getMessage());
    }
  }

  ByteBuffer readBuffer() {
    return readBuffer;
  }

  void handle(HttpExchange exchange) {
    try {
      handler.accept(exchange);
    } catch (RuntimeException e) {
      log("a request failed: " + e);
      exchange.answer(500, Map.of(), new byte[0]);
    }
  }

  void forget(HttpConnection connection) {
    connections.remove(connection);
  }

  void log(String message) {
    log.accept(message);
  }

  private void accept() {
    try {
      for (SocketChannel channel = listener.accept();
          channel != null;
          channel = listener.accept()) {
        if (connections.size() >= MAX_CONNECTIONS) {
          channel.close();
          continue;
        }
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        SelectionKey key = channel.register(loop.selector(), SelectionKey.OP_READ);
        HttpConnection connection = new HttpConnection(this, channel, key, maxBody, budget);
        key.attach(connection);
        connections.add(connection);
      }
      startTicking();
    } catch (IOException e) {
      log("accepting a connection failed: " + e.getMessage());
    }
  }

  private void startTicking() {
    if (!ticking) {
      ticking = true;
      loop.schedule(TICK, this::tick);
    }
  }

  private void tick() {
    ticking = false;
    long now = System.nanoTime();
    List.copyOf(connections).forEach(connection -> connection.tick(now));
    if (!connections.isEmpty()) {
      startTicking();
    }
  }
}
