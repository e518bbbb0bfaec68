package dev.sigil.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.Digests;
import dev.sigil.core.json.Json;
import dev.sigil.core.store.Page;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A whole response. Header names are written as given. */
public final class Response {
  private final int status;
  private final Map<String, String> headers;
  private final List<String> cookies;
  private final byte[] body;

  private Response(int status, Map<String, String> headers, byte[] body) {
    this(status, headers, List.of(), body);
  }

  private Response(int status, Map<String, String> headers, List<String> cookies, byte[] body) {
    this.status = status;
    this.headers = Map.copyOf(headers);
    this.cookies = List.copyOf(cookies);
    this.body = body;
  }

  /** A JSON body without the envelope, for formats that others define. */
  public static Response json(int status, Object body) {
    return new Response(status, Map.of("Content-Type", "application/json"), Json.bytes(body));
  }

  /** A page for people, from which nothing is loaded and in which nothing runs. */
  public static Response html(int status, String page) {
    return new Response(
        status,
        Map.of("Content-Type", "text/html; charset=utf-8"),
        page.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends the browser to another address with GET. */
  public static Response redirect(String location) {
    return empty(303).with("Location", location);
  }

  /** A body in a format of its own, with its media type. */
  public static Response of(int status, String type, byte[] body) {
    return new Response(status, Map.of("Content-Type", type), body.clone());
  }

  public static Response empty(int status) {
    return new Response(status, Map.of(), new byte[0]);
  }

  /** Status 200 with the envelope. */
  public static Response ok(Object data) {
    return success(200, data, null);
  }

  /** A part of a list in the envelope: {@code items}, and {@code nextCursor} unless it ends. */
  public static Response page(Page<?> page) {
    return ok(page);
  }

  /**
   * The envelope of a success.
   *
   * @param message a sentence for people
   */
  public static Response success(int status, Object data, @Nullable String message) {
    ObjectNode envelope = Json.object().put("success", true).putPOJO("data", data);
    if (message != null) {
      envelope.put("message", message);
    }
    return json(status, envelope);
  }

  public Response with(String header, String value) {
    Map<String, String> extended = new LinkedHashMap<>(headers);
    extended.put(header, value);
    return new Response(status, extended, cookies, body);
  }

  /** With one more {@code Set-Cookie}; see {@link Request#setCookie}. */
  Response withCookie(String line) {
    List<String> extended = new ArrayList<>(cookies);
    extended.add(line);
    return new Response(status, headers, extended, body);
  }

  /**
   * Lets shared caches keep a public answer and gives it a strong validator; the answer to a
   * request that has it already is 304.
   */
  public Response cacheable(Request request, Duration maxAge) {
    String tag = '"' + Digests.sha256Hex(body).substring(0, 32) + '"';
    Response tagged =
        with("ETag", tag).with("Cache-Control", "public, max-age=" + maxAge.toSeconds());
    boolean unchanged =
        request.header("If-None-Match").filter(seen -> holds(seen, tag)).isPresent();
    return unchanged ? new Response(304, tagged.withoutType(), new byte[0]) : tagged;
  }

  private Map<String, String> withoutType() {
    Map<String, String> kept = new LinkedHashMap<>(headers);
    kept.remove("Content-Type");
    return kept;
  }

  private static boolean holds(String seen, String tag) {
    return List.of(seen.split(",", -1)).stream()
        .map(String::strip)
        .map(candidate -> candidate.startsWith("W/") ? candidate.substring(2) : candidate)
        .anyMatch(candidate -> candidate.equals("*") || candidate.equals(tag));
  }

  public int status() {
    return status;
  }

  public Map<String, String> headers() {
    return headers;
  }

  List<String> cookies() {
    return cookies;
  }

  byte[] body() {
    return body;
  }
}
