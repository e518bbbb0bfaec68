package dev.sigil.scanner.code;

import java.util.List;
import java.util.Set;

/** Regular expressions between slashes, as JavaScript writes them. */
final class Regexes {
  private static final Set<String> BEFORE_REGEX =
      Set.of(
          "return", "typeof", "case", "in", "of", "do", "else", "void", "delete", "await", "yield");

  private Regexes() {}

  /** Whether a slash behind {@code tokens} starts one; otherwise it divides. */
  static boolean mayStart(List<Token> tokens) {
    if (tokens.isEmpty()) {
      return true;
    }
    Token last = tokens.getLast();
    return switch (last.kind()) {
      case NAME -> BEFORE_REGEX.contains(last.text());
      case OPERATOR ->
          !last.is(")") && !last.is("]") && !last.is("}") && !last.is("++") && !last.is("<");
      case HOLE -> true;
      default -> false;
    };
  }

  /** Just behind the expression, its flags included, that starts at {@code start}. */
  static int end(String text, int start) {
    boolean inClass = false;
    int at = start + 1;
    while (at < text.length() && text.charAt(at) != '\n' && (inClass || text.charAt(at) != '/')) {
      char c = text.charAt(at);
      inClass = c == '[' || (inClass && c != ']');
      at += c == '\\' ? 2 : 1;
    }
    at = Math.min(text.length(), at + 1);
    while (at < text.length() && Character.isLetter(text.charAt(at))) {
      at++;
    }
    return at;
  }
}
