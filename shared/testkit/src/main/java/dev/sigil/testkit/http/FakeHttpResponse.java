package dev.sigil.testkit.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpResponse;
import dev.sigil.core.json.Json;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a function answered. */
public final class FakeHttpResponse implements HttpResponse {
  private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final BufferedWriter writer =
      new BufferedWriter(new OutputStreamWriter(body, StandardCharsets.UTF_8));
  private int status = 200;

  /** The function's answer to the request. */
  public static FakeHttpResponse from(HttpFunction function, FakeHttpRequest request) {
    FakeHttpResponse response = new FakeHttpResponse();
    try {
      function.service(request, response);
      response.writer.flush();
    } catch (Exception e) {
      throw new AssertionError("a function must answer every request", e);
    }
    return response;
  }

  public int status() {
    return status;
  }

  public String text() {
    return body.toString(StandardCharsets.UTF_8);
  }

  public JsonNode json() {
    return Json.parse(body.toByteArray());
  }

  /** A header that was set once, or the empty string. */
  public String header(String name) {
    List<String> values = headers.getOrDefault(name, List.of());
    if (values.size() > 1) {
      throw new AssertionError(name + " was set more than once: " + values);
    }
    return values.isEmpty() ? "" : values.getFirst();
  }

  @Override
  public void setStatusCode(int code) {
    status = code;
  }

  @Override
  public void setStatusCode(int code, String message) {
    status = code;
  }

  @Override
  public void setContentType(String contentType) {
    headers.put("Content-Type", List.of(contentType));
  }

  @Override
  public Optional<String> getContentType() {
    return Optional.ofNullable(headers.get("Content-Type")).map(List::getFirst);
  }

  @Override
  public void appendHeader(String header, String value) {
    headers.computeIfAbsent(header, name -> new ArrayList<>()).add(value);
  }

  @Override
  public Map<String, List<String>> getHeaders() {
    return headers;
  }

  @Override
  public OutputStream getOutputStream() {
    return body;
  }

  @Override
  public BufferedWriter getWriter() {
    return writer;
  }
}
