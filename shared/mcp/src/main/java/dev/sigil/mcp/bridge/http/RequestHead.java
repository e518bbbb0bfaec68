package dev.sigil.mcp.bridge.http;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Request line and headers. */
record RequestHead(
    String method,
    String path,
    Map<String, String> headers,
    boolean http11,
    boolean chunked,
    long contentLength) {
  private static final int MAX_HEADERS = 128;
  private static final String TOKEN_SYMBOLS = "!#$%&'*+-.^_`|~";
  private static final Set<String> SINGLE =
      Set.of(
          "host",
          "content-length",
          "transfer-encoding",
          "content-type",
          "origin",
          "mcp-session-id",
          "mcp-protocol-version",
          "last-event-id");

  boolean persistent() {
    String connection = headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT);
    return http11 ? !connection.contains("close") : connection.contains("keep-alive");
  }

  boolean expectsContinue() {
    return headers.getOrDefault("expect", "").equalsIgnoreCase("100-continue");
  }

  /** Parses everything up to and including the empty line. */
  static RequestHead parse(String text) throws BadRequestException {
    String[] lines = text.split("\r\n", -1);
    String[] start = lines[0].split(" ", -1);
    if (start.length != 3 || !isToken(start[0]) || !start[1].startsWith("/")) {
      throw new BadRequestException(400, "not a request line");
    }
    boolean http11 = start[2].equals("HTTP/1.1");
    if (!http11 && !start[2].equals("HTTP/1.0")) {
      throw new BadRequestException(505, "only HTTP/1.1 is spoken here");
    }
    Map<String, String> headers = headers(lines);
    if (http11 && !headers.containsKey("host")) {
      throw new BadRequestException(400, "the Host header is missing");
    }
    String coding = headers.get("transfer-encoding");
    String length = headers.get("content-length");
    if (coding != null && (length != null || !coding.equalsIgnoreCase("chunked"))) {
      throw new BadRequestException(400, "the body has no single length");
    }
    if (length != null && !length.matches("\\d{1,15}")) {
      throw new BadRequestException(400, "Content-Length is not a number");
    }
    int query = start[1].indexOf('?');
    return new RequestHead(
        start[0],
        query < 0 ? start[1] : start[1].substring(0, query),
        headers,
        http11,
        coding != null,
        length == null ? 0 : Long.parseLong(length));
  }

  private static Map<String, String> headers(String[] lines) throws BadRequestException {
    Map<String, String> headers = new HashMap<>();
    for (int i = 1; i < lines.length - 2; i++) {
      int colon = lines[i].indexOf(':');
      if (colon < 1 || i > MAX_HEADERS || !isToken(lines[i].substring(0, colon))) {
        throw new BadRequestException(400, "a header is malformed");
      }
      String name = lines[i].substring(0, colon).toLowerCase(Locale.ROOT);
      String value = lines[i].substring(colon + 1).strip();
      if (value.chars().anyMatch(c -> c < ' ' && c != '\t')) {
        throw new BadRequestException(400, "a header holds a control character");
      }
      if (headers.containsKey(name) && SINGLE.contains(name)) {
        throw new BadRequestException(400, "the header " + name + " occurs twice");
      }
      headers.merge(name, value, (first, second) -> first + ", " + second);
    }
    return headers;
  }

  private static boolean isToken(String text) {
    return !text.isEmpty() && text.chars().allMatch(RequestHead::isTokenCharacter);
  }

  private static boolean isTokenCharacter(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || TOKEN_SYMBOLS.indexOf(c) >= 0;
  }
}
