package dev.sigil.scanner.secret;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Text in base64. */
final class Encoded {
  private Encoded() {}

  /** What it encodes; empty when that is no printable text of one line. */
  static String text(String base64) {
    String body = base64.replace("=", "").replace('-', '+').replace('_', '/');
    if (body.length() % 4 == 1) {
      return "";
    }
    byte[] bytes = Base64.getDecoder().decode(body);
    String text = new String(bytes, StandardCharsets.US_ASCII).stripTrailing();
    boolean printable = text.chars().allMatch(c -> c >= ' ' && c < 127 && c != '"');
    return printable ? text : "";
  }
}
