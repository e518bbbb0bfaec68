package dev.sigil.functions.gateway;

import dev.sigil.core.ErrorCode;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Carries MCP requests, {@code /{owner}/{name}/mcp}, to an instance of the server named, for
 * protocol versions up to 2025-11-25 (Streamable HTTP). Bodies pass as they come and are not
 * parsed. Serves any number of event loops; run it behind {@link GatewayServer}, which refuses what
 * must not reach a handler.
 */
public final class Gateway implements Handler<HttpServerRequest> {
  private final Vertx vertx;
  private final GatewayConfig config;
  private final GatewayPorts ports;
  private final Directory directory;
  private final Map<Thread, EventLoop> loops = new ConcurrentHashMap<>();

  /**
   * Serves nothing until it is asked.
   *
   * @param blocking runs reads of the store, such as on virtual threads
   */
  public Gateway(Vertx vertx, GatewayConfig config, GatewayPorts ports, Executor blocking) {
    this.vertx = vertx;
    this.config = config;
    this.ports = ports;
    directory = new Directory(ports, config.cacheTime(), blocking);
  }

  /** Whether the path is one of the gateway's, for a server that also has others. */
  public static boolean serves(String path) {
    return path.endsWith("/mcp");
  }

  /** Takes a request; called on an event loop. */
  @Override
  public void handle(HttpServerRequest request) {
    String path = request.path();
    if (path == null || !request.uri().startsWith("/")) {
      refuse(request, ErrorCode.INVALID_REQUEST, "The request target must be a path.");
      return;
    }
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin != null) {
      if (!config.origins().allows(origin)) {
        refuse(request, ErrorCode.FORBIDDEN, "Pages of this origin may not call this gateway.");
        return;
      }
      Cors.allow(request.response(), origin);
    }
    if (path.equals("/health")) {
      health(request);
      return;
    }
    Optional<Address> address = Address.parse(path);
    if (address.isEmpty()) {
      refuse(request, ErrorCode.NOT_FOUND, "Servers are called at /{owner}/{name}/mcp.");
      return;
    }
    dispatch(request, address.get());
  }

  private void dispatch(HttpServerRequest request, Address address) {
    HttpMethod method = request.method();
    if (method.equals(HttpMethod.OPTIONS)) {
      Cors.preflight(request);
    } else if (method.equals(HttpMethod.POST)
        || method.equals(HttpMethod.GET)
        || method.equals(HttpMethod.DELETE)) {
      Context context = vertx.getOrCreateContext();
      new Exchange(loop(), context, request, address).begin();
    } else {
      refuse(request, ErrorCode.METHOD_NOT_ALLOWED, "MCP uses GET, POST and DELETE.");
    }
  }

  private EventLoop loop() {
    return loops.computeIfAbsent(
        Thread.currentThread(), thread -> new EventLoop(vertx, config, ports, directory));
  }

  private static void health(HttpServerRequest request) {
    request
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end("{\"status\":\"ok\"}");
  }

  private static void refuse(HttpServerRequest request, ErrorCode code, String message) {
    Refusal.of(code, message).send(request);
  }
}
