package dev.sigil.mcp.bridge;

import dev.sigil.mcp.bridge.http.EventLoop;
import dev.sigil.mcp.bridge.http.HttpServer;
import dev.sigil.mcp.bridge.http.MemoryBudget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Serves an MCP server that speaks stdio over Streamable HTTP. Every session has a process of its
 * own; a process that misbehaves costs its own session an error and nobody else anything.
 */
public final class StdioBridge implements AutoCloseable {
  /**
   * Flags of a JVM that runs the bridge alone: it holds little and is started often, so a small
   * heap and a short start beat peak speed.
   */
  public static final List<String> JVM_FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          "-Xshare:auto",
          "-Xss256k",
          "-Xms8m",
          "-Xmx160m",
          "-XX:+ExitOnOutOfMemoryError");

  private final EventLoop loop;
  private final HttpServer server;
  private final Sessions sessions;

  private StdioBridge(EventLoop loop, HttpServer server, Sessions sessions) {
    this.loop = loop;
    this.server = server;
    this.sessions = sessions;
  }

  /**
   * Starts to listen, and the first process.
   *
   * @param log told one line at a time, by any thread: what the bridge and its processes report
   * @throws IOException when the address cannot be listened on
   */
  public static StdioBridge start(BridgeOptions options, SecureRandom random, Consumer<String> log)
      throws IOException {
    EventLoop loop = new EventLoop("bridge", e -> log.accept("the bridge failed: " + e));
    MemoryBudget budget = MemoryBudget.ofHeap();
    Sessions sessions = new Sessions(options, loop, random, budget, log);
    loop.execute(sessions::startSpare);
    try {
      Endpoint endpoint = new Endpoint(options, sessions);
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getByName(options.host()), options.port());
      HttpServer server =
          new HttpServer(loop, address, options.maxBody(), budget, endpoint::serve, log);
      return new StdioBridge(loop, server, sessions);
    } catch (IOException e) {
      end(loop, sessions);
      throw e;
    }
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.address();
  }

  /** Ends every session and waits, a few seconds at most, until no process is left. */
  @Override
  public void close() {
    server.stopAccepting();
    end(loop, sessions);
  }

  private static void end(EventLoop loop, Sessions sessions) {
    CompletableFuture<List<Runnable>> waits = new CompletableFuture<>();
    loop.execute(() -> waits.complete(sessions.close()));
    List<Thread> threads = waits.join().stream().map(Thread.ofPlatform()::start).toList();
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    loop.close();
  }
}
