package dev.sigil.functions.allinone;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;

/**
 * Sends each request to the function that owns its path, as the load balancer does on Google Cloud.
 * The first route whose prefix fits wins; what fits none is MCP traffic.
 */
final class FrontDoor implements Handler<HttpServerRequest> {
  /** A path prefix and the function that answers below it. */
  record Route(String prefix, String function) {}

  /** The load balancer's table, which Terraform takes from here. */
  static final List<Route> ROUTES =
      List.of(
          new Route("/webhooks", "github-webhook"),
          new Route("/v0.1", "registry-api"),
          new Route("/v0", "registry-api"),
          new Route("/api/v1/packages", "registry-api"),
          new Route("/api/v1", "console-api"));

  private final Map<String, Handler<HttpServerRequest>> functions;
  private final Handler<HttpServerRequest> gateway;

  /** Opens the door to {@code functions}, every one that {@link #ROUTES} names. */
  FrontDoor(Map<String, Handler<HttpServerRequest>> functions, Handler<HttpServerRequest> gateway) {
    this.functions = Map.copyOf(functions);
    this.gateway = gateway;
  }

  @Override
  public void handle(HttpServerRequest request) {
    String path = request.path() == null ? "" : request.path();
    ROUTES.stream()
        .filter(route -> below(path, route.prefix()))
        .findFirst()
        .map(route -> functions.get(route.function()))
        .orElse(gateway)
        .handle(request);
  }

  private static boolean below(String path, String prefix) {
    return path.startsWith(prefix)
        && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
  }
}
