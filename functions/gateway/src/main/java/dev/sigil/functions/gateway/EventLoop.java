package dev.sigil.functions.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.tracing.TracingPolicy;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What belongs to one event loop and is touched by no other: connections to instances, requests
 * under way, the seal. A request therefore never changes threads, and one timer watches the
 * deadlines of all.
 */
final class EventLoop {
  /* Below the 5 s after which Node and uvicorn close an idle connection under a request's feet. */
  private static final int KEEP_ALIVE_SECONDS = 4;
  private static final long MIN_TICK_MILLIS = 5;
  private static final long MAX_TICK_MILLIS = 1000;
  private static final Exchange[] NONE = {};

  final GatewayConfig config;
  final GatewayPorts ports;
  final Directory directory;
  final SessionSeal seal;
  private final HttpClient calls;
  private final HttpClient streams;
  private final Set<Exchange> exchanges = new HashSet<>();

  EventLoop(Vertx vertx, GatewayConfig config, GatewayPorts ports, Directory directory) {
    this.config = config;
    this.ports = ports;
    this.directory = directory;
    seal = new SessionSeal(config.sessionKey(), ports.random());
    calls = vertx.createHttpClient(options(config.maxCalls()));
    streams = vertx.createHttpClient(options(config.maxStreams()));
    vertx.setPeriodic(tickMillis(), ignored -> tick());
  }

  /** Long streams have connections of their own, so that no call waits behind them. */
  HttpClient client(HttpMethod method) {
    return HttpMethod.GET.equals(method) ? streams : calls;
  }

  long now() {
    return ports.clock().millis();
  }

  void add(Exchange exchange) {
    exchanges.add(exchange);
  }

  void remove(Exchange exchange) {
    exchanges.remove(exchange);
  }

  private void tick() {
    long now = now();
    for (Exchange exchange : exchanges.toArray(NONE)) {
      exchange.tick(now);
    }
  }

  private long tickMillis() {
    long shortest =
        Stream.of(
                config.keepAlive(),
                config.idleTimeout(),
                config.responseTimeout(),
                config.bodyTimeout())
            .mapToLong(Duration::toMillis)
            .min()
            .orElseThrow();
    return Math.clamp(shortest / 4, MIN_TICK_MILLIS, MAX_TICK_MILLIS);
  }

  private HttpClientOptions options(int connections) {
    HttpClientOptions options = new HttpClientOptions();
    options
        .setMaxPoolSize(connections)
        .setMaxWaitQueueSize(0)
        .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
        .setMaxHeaderSize(GatewayConfig.MAX_HEAD)
        .setTracingPolicy(TracingPolicy.IGNORE)
        .setConnectTimeout(Math.toIntExact(config.connectTimeout().toMillis()));
    return options;
  }
}
