package dev.sigil.scanner.code;

import java.nio.charset.StandardCharsets;

/** What single characters of program text are, one for each byte of UTF-8. */
final class Characters {
  private Characters() {}

  static boolean isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' || c >= 128;
  }

  static boolean isNamePart(char c) {
    return isNameStart(c) || (c >= '0' && c <= '9');
  }

  static boolean isQuote(char c) {
    return c == '"' || c == '\'';
  }

  /* The text has one character per byte; a value that a person reads is made whole again. */
  static String utf8(String latin) {
    for (int i = 0; i < latin.length(); i++) {
      if (latin.charAt(i) >= 128) {
        return new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
      }
    }
    return latin;
  }
}
