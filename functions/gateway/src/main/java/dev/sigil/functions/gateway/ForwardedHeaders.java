package dev.sigil.functions.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which headers pass. Hop-by-hop ones never do (RFC 9110 §7.6.1). Beyond them: cookies stop here in
 * both directions, because every server shares the gateway's origin; what the gateway decides
 * (origin, CORS, session, forwarding) is not taken from either side.
 */
final class ForwardedHeaders {
  static final String SESSION = "Mcp-Session-Id";
  private static final String FORWARDED_FOR = "X-Forwarded-For";
  private static final String FORWARDED_HOST = "X-Forwarded-Host";
  private static final String FORWARDED_PROTO = "X-Forwarded-Proto";

  private static final HeaderSet NOT_TO_SERVER =
      HeaderSet.of(
          "Connection",
          "Keep-Alive",
          "Proxy-Connection",
          "Proxy-Authorization",
          "TE",
          "Trailer",
          "Transfer-Encoding",
          "Upgrade",
          "HTTP2-Settings",
          "Content-Length",
          "Expect",
          "Host",
          "Cookie",
          "Origin",
          "Authorization",
          "X-Serverless-Authorization",
          "X-Sigil-Key",
          "Mcp-Session-Id",
          "Forwarded",
          "X-Forwarded-For",
          "X-Forwarded-Host",
          "X-Forwarded-Proto",
          "X-Forwarded-Port",
          "X-Forwarded-Prefix",
          "X-Forwarded-Server",
          "X-Real-IP");

  private static final HeaderSet NOT_TO_CLIENT =
      HeaderSet.of(
          "Connection",
          "Keep-Alive",
          "Proxy-Connection",
          "Proxy-Authenticate",
          "TE",
          "Trailer",
          "Transfer-Encoding",
          "Upgrade",
          "Set-Cookie",
          "Set-Cookie2",
          "Clear-Site-Data",
          "Service-Worker-Allowed",
          "Strict-Transport-Security",
          "Alt-Svc",
          "Refresh",
          "Content-Security-Policy",
          "X-Content-Type-Options",
          "X-Accel-Redirect",
          "X-Accel-Buffering",
          "Access-Control-Allow-Origin",
          "Access-Control-Allow-Credentials",
          "Access-Control-Allow-Methods",
          "Access-Control-Allow-Headers",
          "Access-Control-Expose-Headers",
          "Access-Control-Max-Age",
          "Mcp-Session-Id");

  private ForwardedHeaders() {}

  static void toServer(
      HttpServerRequest request, MultiMap target, boolean authorization, boolean trustForwarded) {
    MultiMap source = request.headers();
    copy(source, target, NOT_TO_SERVER);
    if (authorization) {
      target.set(HttpHeaders.AUTHORIZATION, source.get(HttpHeaders.AUTHORIZATION));
    }
    String peer = request.remoteAddress().hostAddress();
    String before = trustForwarded ? source.get(FORWARDED_FOR) : null;
    String host = trustForwarded ? source.get(FORWARDED_HOST) : null;
    String proto = trustForwarded ? source.get(FORWARDED_PROTO) : null;
    host = host == null ? source.get(HttpHeaders.HOST) : host;
    target.set(FORWARDED_FOR, before == null ? peer : before + ", " + peer);
    target.set(FORWARDED_PROTO, proto == null ? request.scheme() : proto);
    if (host != null) {
      target.set(FORWARDED_HOST, host);
    }
  }

  /** Also keeps a browser from taking a server's answer for a page of the gateway's origin. */
  static void toClient(MultiMap source, MultiMap target) {
    copy(source, target, NOT_TO_CLIENT);
    target.set("X-Content-Type-Options", "nosniff");
    target.set("Content-Security-Policy", "sandbox; default-src 'none'");
  }

  private static void copy(MultiMap source, MultiMap target, HeaderSet without) {
    Set<String> named = namedByConnection(source);
    for (Map.Entry<String, String> header : source) {
      String name = header.getKey();
      if (!without.contains(name)
          && (named.isEmpty() || !named.contains(name.toLowerCase(Locale.ROOT)))) {
        target.add(name, header.getValue());
      }
    }
  }

  private static Set<String> namedByConnection(MultiMap headers) {
    if (!headers.contains(HttpHeaders.CONNECTION)) {
      return Set.of();
    }
    return headers.getAll(HttpHeaders.CONNECTION).stream()
        .flatMap(value -> Stream.of(value.split(",", -1)))
        .map(option -> option.strip().toLowerCase(Locale.ROOT))
        .filter(option -> !option.equals("keep-alive") && !option.equals("close"))
        .collect(Collectors.toUnmodifiableSet());
  }
}
