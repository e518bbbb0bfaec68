package dev.sigil.scanner.literal;

/**
 * Makes texts comparable that a pattern matches alike: characters in one case, as {@code
 * java.util.regex} compares them, and any run of white space as one blank.
 */
final class Folding {
  private Folding() {}

  static char of(char c) {
    if (c < 128) {
      return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c == '\n' || isBlank(c) ? ' ' : c;
    }
    return Character.toLowerCase(Character.toUpperCase(c));
  }

  static String of(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = of(text.charAt(i));
      if (c != ' ' || folded.isEmpty() || folded.charAt(folded.length() - 1) != ' ') {
        folded.append(c);
      }
    }
    return folded.toString();
  }

  private static boolean isBlank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }
}
