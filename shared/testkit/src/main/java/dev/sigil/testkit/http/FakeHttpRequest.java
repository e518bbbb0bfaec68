package dev.sigil.testkit.http;

import com.google.cloud.functions.HttpRequest;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A request as the Functions Framework hands it over: raw path, headers without regard to case. */
public final class FakeHttpRequest implements HttpRequest {
  private final String method;
  private final String target;
  private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private InputStream body = InputStream.nullInputStream();
  private long length = -1;

  private FakeHttpRequest(String method, String target) {
    this.method = method;
    this.target = target;
  }

  /** A request for a raw path with an optional query. */
  public static FakeHttpRequest of(String method, String target) {
    return new FakeHttpRequest(method, target);
  }

  public FakeHttpRequest header(String name, String... values) {
    headers.put(name, List.of(values));
    return this;
  }

  public FakeHttpRequest bearer(String token) {
    return header("Authorization", "Bearer " + token);
  }

  public FakeHttpRequest json(String json) {
    return header("Content-Type", "application/json").body(json.getBytes(StandardCharsets.UTF_8));
  }

  public FakeHttpRequest body(byte[] bytes) {
    length = bytes.length;
    body = new ByteArrayInputStream(bytes);
    return this;
  }

  /** A body whose length the sender does not tell, or tells wrongly. */
  public FakeHttpRequest body(InputStream stream, long toldLength) {
    length = toldLength;
    body = stream;
    return this;
  }

  @Override
  public String getMethod() {
    return method;
  }

  @Override
  public String getUri() {
    return "http://localhost" + target;
  }

  @Override
  public String getPath() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  @Override
  public Optional<String> getQuery() {
    int query = target.indexOf('?');
    return query < 0 ? Optional.empty() : Optional.of(target.substring(query + 1));
  }

  /** Not offered: functions read {@link #getQuery()}, which no host mixes with the body. */
  @Override
  public Map<String, List<String>> getQueryParameters() {
    throw new UnsupportedOperationException("read getQuery()");
  }

  @Override
  public Map<String, HttpPart> getParts() {
    throw new UnsupportedOperationException("no multipart bodies");
  }

  @Override
  public Optional<String> getContentType() {
    return getFirstHeader("Content-Type");
  }

  @Override
  public long getContentLength() {
    return length;
  }

  @Override
  public Optional<String> getCharacterEncoding() {
    return Optional.empty();
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
}
