package dev.sigil.http;

import java.util.Map;

/** Which pages of other origins may read responses. */
public enum Cors {
  /** None: browsers keep responses from other origins. */
  SAME_ORIGIN,
  /** Every page, without credentials: for what everybody may read. */
  ANY_READER;

  private static final Map<String, String> READERS =
      Map.of(
          "Access-Control-Allow-Origin", "*",
          "Access-Control-Allow-Methods", "GET, OPTIONS",
          "Access-Control-Allow-Headers", "Authorization, Content-Type",
          "Access-Control-Expose-Headers", "ETag, X-Request-Id",
          "Access-Control-Max-Age", "86400");

  Map<String, String> headers() {
    return this == ANY_READER ? READERS : Map.of();
  }
}
