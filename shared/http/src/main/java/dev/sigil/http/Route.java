package dev.sigil.http;

import java.util.Locale;

/** What answers one method on one path. */
public final class Route {
  private final String method;
  private final PathTemplate template;
  private final Handler handler;

  Route(String method, String path, Handler handler) {
    this.method = method;
    this.template = PathTemplate.of(path);
    this.handler = handler;
  }

  public String method() {
    return method;
  }

  /** The path with its parameters in braces, as an OpenAPI document spells it. */
  public String path() {
    return template.text();
  }

  PathTemplate template() {
    return template;
  }

  Handler handler() {
    return handler;
  }

  /** {@code get /health}: the key of the operation in an OpenAPI document. */
  @Override
  public String toString() {
    return method.toLowerCase(Locale.ROOT) + " " + path();
  }
}
