package dev.sigil.scanner.code;

/** The escapes that Python and JavaScript strings share. */
public final class Escapes {
  private static final int MOST_OCTAL = 3;

  private Escapes() {}

  /** What {@code literal} means at run time; unknown or broken escapes stay as written. */
  public static String decode(String literal, boolean raw) {
    if (raw || literal.indexOf('\\') < 0) {
      return literal;
    }
    StringBuilder value = new StringBuilder(literal.length());
    int at = 0;
    while (at < literal.length()) {
      char c = literal.charAt(at);
      if (c != '\\' || at + 1 == literal.length()) {
        value.append(c);
        at++;
      } else {
        at = escape(literal, at + 1, value);
      }
    }
    return value.toString();
  }

  private static int escape(String literal, int at, StringBuilder value) {
    char c = literal.charAt(at);
    switch (c) {
      case 'n' -> value.append('\n');
      case 't' -> value.append('\t');
      case 'r' -> value.append('\r');
      case '\n' -> {}
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        return octal(literal, at, value);
      }
      case 'x' -> {
        return hex(literal, at + 1, 2, value);
      }
      case 'U' -> {
        return hex(literal, at + 1, 8, value);
      }
      case 'u' -> {
        int brace = literal.startsWith("{", at + 1) ? literal.indexOf('}', at) : -1;
        return brace > at && brace - at <= 8
            ? hex(literal, at + 2, brace - at - 2, value) + 1
            : hex(literal, at + 1, 4, value);
      }
      default -> value.append(c);
    }
    return at + 1;
  }

  private static int octal(String literal, int from, StringBuilder value) {
    int end = from;
    int point = 0;
    while (end < literal.length()
        && end - from < MOST_OCTAL
        && Character.digit(literal.charAt(end), 8) >= 0) {
      point = 8 * point + Character.digit(literal.charAt(end), 8);
      end++;
    }
    value.append((char) point);
    return end;
  }

  private static int hex(String literal, int from, int digits, StringBuilder value) {
    int end = from + digits;
    if (end > literal.length() || digits == 0) {
      return from;
    }
    try {
      int point = Integer.parseUnsignedInt(literal.substring(from, end), 16);
      if (Character.isValidCodePoint(point)) {
        value.appendCodePoint(point);
      }
      return end;
    } catch (NumberFormatException e) {
      return from;
    }
  }
}
