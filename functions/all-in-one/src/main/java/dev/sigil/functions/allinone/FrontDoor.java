package dev.sigil.functions.allinone;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/**
 * Sends each request to the function that owns its path, as the load balancer does on Google Cloud.
 * The first route whose prefix fits wins; what fits none is MCP traffic.
 */
final class FrontDoor implements Handler<HttpServerRequest> {
  /** A path prefix and what answers below it. */
  record Route(String prefix, Handler<HttpServerRequest> target) {}

  private final List<Route> routes;
  private final Handler<HttpServerRequest> gateway;

  FrontDoor(List<Route> routes, Handler<HttpServerRequest> gateway) {
    this.routes = List.copyOf(routes);
    this.gateway = gateway;
  }

  @Override
  public void handle(HttpServerRequest request) {
    String path = request.path() == null ? "" : request.path();
    for (Route route : routes) {
      if (below(path, route.prefix())) {
        route.target().handle(request);
        return;
      }
    }
    gateway.handle(request);
  }

  private static boolean below(String path, String prefix) {
    return path.startsWith(prefix)
        && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
  }
}
