package dev.sigil.scanner.code;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The operators of the languages, which are each one string. */
final class Operators {
  private static final int LONGEST = 3;
  private static final Map<String, String> KNOWN =
      Stream.of(
              "===", "!==", "...", "**=", "//=", ">>=", "<<=", "&&=", "||=", "??=", "=>", "==",
              "!=", "<=", ">=", "->", ":=", "+=", "-=", "*=", "/=", "%=", "|=", "&=", "&&", "||",
              "??", "?.", "**", "//", "++", "--")
          .collect(Collectors.toUnmodifiableMap(sign -> sign, sign -> sign));
  private static final String CONTINUES = "=>.*/<&|?+-";
  private static final String[] SIGNS = new String[256];

  static {
    for (char c = 0; c < SIGNS.length; c++) {
      SIGNS[c] = String.valueOf(c);
    }
  }

  private Operators() {}

  /** The longest operator that {@code text} has at {@code at}, or its character there. */
  static String at(Dialect dialect, String text, int at) {
    boolean alone = at + 1 >= text.length() || CONTINUES.indexOf(text.charAt(at + 1)) < 0;
    for (int length = alone ? 1 : Math.min(LONGEST, text.length() - at); length > 1; length--) {
      String known = KNOWN.get(text.substring(at, at + length));
      boolean floorDivision = dialect == Dialect.SCRIPT && text.startsWith("//", at);
      if (known != null && !floorDivision) {
        return known;
      }
    }
    return SIGNS[text.charAt(at) & 0xFF];
  }
}
