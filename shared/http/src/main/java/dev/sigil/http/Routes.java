package dev.sigil.http;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The route table of a function. The first route that fits answers, so that a literal path stands
 * before a parameter that would take it. {@code HEAD} is answered by {@code GET}.
 */
public final class Routes {
  private final List<Route> routes;

  private Routes(List<Route> routes) {
    this.routes = List.copyOf(routes);
  }

  public static Builder builder() {
    return new Builder();
  }

  public List<Route> all() {
    return routes;
  }

  /** The route that answers, with the parameters of its path. */
  record Match(Route route, Map<String, String> parameters) {}

  /**
   * Finds the route of a request.
   *
   * @throws SigilException {@code NOT_FOUND} when no route has the path
   * @throws MethodNotAllowedException when only routes of other methods have it
   */
  Match find(String method, RequestPath path) {
    String wanted = method.equals("HEAD") ? "GET" : method;
    for (Route route : routes) {
      Optional<Map<String, String>> parameters = route.template().match(path);
      if (parameters.isPresent() && route.method().equals(wanted)) {
        return new Match(route, parameters.get());
      }
    }
    Set<String> allowed = allowed(path);
    if (allowed.isEmpty()) {
      throw new SigilException(
          ErrorCode.NOT_FOUND,
          "There is nothing at this address.",
          "Check the address; /openapi.json lists every one that is served here.");
    }
    throw new MethodNotAllowedException(String.join(", ", allowed));
  }

  /** Methods that the path answers, {@code OPTIONS} among them; empty when no route has it. */
  Set<String> allowed(RequestPath path) {
    Set<String> methods = new TreeSet<>();
    for (Route route : routes) {
      if (route.template().match(path).isPresent()) {
        methods.add(route.method());
      }
    }
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    if (!methods.isEmpty()) {
      methods.add("OPTIONS");
    }
    return methods;
  }

  /** Collects routes. Not thread-safe. */
  public static final class Builder {
    private final List<Route> routes = new ArrayList<>();

    private Builder() {}

    public Builder get(String path, Handler handler) {
      return add("GET", path, handler);
    }

    public Builder post(String path, Handler handler) {
      return add("POST", path, handler);
    }

    public Builder put(String path, Handler handler) {
      return add("PUT", path, handler);
    }

    public Builder patch(String path, Handler handler) {
      return add("PATCH", path, handler);
    }

    public Builder delete(String path, Handler handler) {
      return add("DELETE", path, handler);
    }

    public Builder add(String method, String path, Handler handler) {
      routes.add(new Route(method, path, handler));
      return this;
    }

    /**
     * What every function answers besides its own routes: its health and its OpenAPI document. Each
     * function has a path of its own for the document, for hosts that run several side by side.
     */
    public Routes build(OpenApiDocument document) {
      get("/health", request -> Response.ok(Map.of("status", "ok")));
      get("/openapi.json", request -> document.response());
      get("/openapi/" + document.function() + ".json", request -> document.response());
      return new Routes(routes);
    }
  }
}
