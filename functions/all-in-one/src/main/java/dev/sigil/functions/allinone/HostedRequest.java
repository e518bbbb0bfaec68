package dev.sigil.functions.allinone;

import com.google.cloud.functions.HttpRequest;
import io.vertx.core.http.HttpServerRequest;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A Vert.x request as functions see theirs. Headers are looked up without regard to case, and the
 * sender's address stands last in {@code X-Forwarded-For}.
 */
final class HostedRequest implements HttpRequest {
  private static final String FORWARDED_FOR = "X-Forwarded-For";

  private final HttpServerRequest request;
  private final InputStream body;
  private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  HostedRequest(HttpServerRequest request, InputStream body) {
    this.request = request;
    this.body = body;
    request
        .headers()
        .forEach((name, value) -> headers.computeIfAbsent(name, k -> new ArrayList<>()).add(value));
    List<String> passed = new ArrayList<>(headers.getOrDefault(FORWARDED_FOR, List.of()));
    passed.add(request.remoteAddress().hostAddress());
    headers.put(FORWARDED_FOR, List.of(String.join(", ", passed)));
  }

  @Override
  public String getMethod() {
    return request.method().name();
  }

  @Override
  public String getUri() {
    return request.absoluteURI();
  }

  @Override
  public String getPath() {
    return Objects.requireNonNullElse(request.path(), "");
  }

  @Override
  public Optional<String> getQuery() {
    return Optional.ofNullable(request.query());
  }

  @Override
  public Map<String, List<String>> getQueryParameters() {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    for (String pair : getQuery().orElse("").split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        parameters.computeIfAbsent(decoded(name), k -> new ArrayList<>()).add(decoded(value));
      }
    }
    return parameters;
  }

  @Override
  public Map<String, HttpPart> getParts() {
    return Map.of();
  }

  @Override
  public Optional<String> getContentType() {
    return getFirstHeader("Content-Type");
  }

  @Override
  public long getContentLength() {
    return getFirstHeader("Content-Length").map(Long::parseLong).orElse(-1L);
  }

  @Override
  public Optional<String> getCharacterEncoding() {
    return Optional.of("utf-8");
  }

  @Override
  public InputStream getInputStream() {
    return body;
  }

  @Override
  public BufferedReader getReader() {
    return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
  }

  @Override
  public Map<String, List<String>> getHeaders() {
    return headers;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
