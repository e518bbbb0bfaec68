package dev.sigil.http;

import com.google.cloud.functions.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A request as a handler sees it: decoded, and read only within bounds. Not thread-safe. */
public final class Request {
  private final HttpRequest raw;
  private final String id;
  private final Map<String, String> path;
  private final QueryString query;
  private final List<String> cookies = new ArrayList<>();

  Request(HttpRequest raw, String id, Map<String, String> path, QueryString query) {
    this.raw = raw;
    this.id = id;
    this.path = Map.copyOf(path);
    this.query = query;
  }

  /** Names the request in logs and errors. */
  public String id() {
    return id;
  }

  /** {@code GET}, {@code HEAD}, {@code POST} and so on. */
  public String method() {
    return raw.getMethod();
  }

  /** A parameter of the route's path, which the path always holds. */
  public String path(String name) {
    String value = path.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no parameter " + name);
    }
    return value;
  }

  /** A parameter of the path that another template of the same handler has. */
  public Optional<String> optionalPath(String name) {
    return Optional.ofNullable(path.get(name));
  }

  /** A query parameter, empty when it is absent or blank. */
  public Optional<String> query(String name) {
    return Optional.ofNullable(query.parameters().get(name)).filter(value -> !value.isBlank());
  }

  /** {@code limit} and {@code cursor} of the query. */
  public Paging paging(int defaultLimit, int maxLimit) {
    return Paging.of(this, defaultLimit, maxLimit);
  }

  /** A header, empty when it is absent; two of one name are refused, as readers differ on them. */
  public Optional<String> header(String name) {
    List<String> values =
        raw.getHeaders().entrySet().stream()
            .filter(header -> header.getKey().equalsIgnoreCase(name))
            .flatMap(header -> header.getValue().stream())
            .toList();
    if (values.size() > 1) {
      throw new InvalidFieldException(name, "The header is given more than once.");
    }
    return values.stream().findFirst();
  }

  /**
   * The address that a request came from, as those who passed it on tell in {@code
   * X-Forwarded-For}; empty when they do not. What a client wrote there itself comes first, so it
   * is counted from the end.
   *
   * @param proxies how many entries were appended after the client's own address
   */
  public Optional<String> address(int proxies) {
    List<String> entries =
        header("X-Forwarded-For").map(line -> List.of(line.split(",", -1))).orElse(List.of());
    return entries.size() <= proxies
        ? Optional.empty()
        : Optional.of(entries.get(entries.size() - 1 - proxies).strip());
  }

  /** A cookie, empty when it is absent or blank; two of one name are refused. */
  public Optional<String> cookie(String name) {
    List<String> values =
        raw.getHeaders().entrySet().stream()
            .filter(header -> header.getKey().equalsIgnoreCase("Cookie"))
            .flatMap(header -> header.getValue().stream())
            .flatMap(line -> Stream.of(line.split(";", -1)))
            .map(String::strip)
            .filter(pair -> pair.startsWith(name + "="))
            .map(pair -> pair.substring(name.length() + 1))
            .toList();
    if (values.size() > 1) {
      throw new InvalidFieldException("Cookie", "A cookie is given more than once.");
    }
    return values.stream().findFirst().filter(value -> !value.isBlank());
  }

  /** Adds a {@code Set-Cookie} to whatever the answer will be, an error too. */
  public void setCookie(String line) {
    cookies.add(line);
  }

  Response withCookies(Response answer) {
    Response extended = answer;
    for (String line : cookies) {
      extended = extended.withCookie(line);
    }
    return extended;
  }

  /**
   * The whole body.
   *
   * @throws dev.sigil.core.SigilException {@code PAYLOAD_TOO_LARGE} beyond {@code maxBytes}
   */
  public byte[] body(int maxBytes) {
    return BoundedBody.read(raw, maxBytes);
  }

  /** The body as a JSON object of at most 1 MiB, sent as {@code application/json}. */
  public JsonBody json() {
    return JsonBody.of(this);
  }

  /** As {@link #json}; a request without a body and without a type has no members. */
  public JsonBody optionalJson() {
    return header("Content-Type").isEmpty() && body(1).length == 0 ? JsonBody.empty() : json();
  }
}
