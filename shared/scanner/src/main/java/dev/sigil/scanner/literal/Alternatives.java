package dev.sigil.scanner.literal;

import java.util.ArrayList;
import java.util.List;

/** The outermost alternatives of a regular expression. */
public final class Alternatives {
  private Alternatives() {}

  /**
   * Expressions of which at least one matches wherever {@code regex} does, beginning at the same
   * place. Each alone needs fewer literals than all together, so fewer texts have to be matched.
   *
   * @param regex without flags, groups that it refers to, and quotations ({@code \Q})
   */
  public static List<String> of(String regex) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    int depth = 0;
    boolean inClass = false;
    for (int i = 0; i < regex.length(); i++) {
      switch (regex.charAt(i)) {
        case '\\' -> i++;
        case '[' -> inClass = true;
        case ']' -> inClass = false;
        case '(' -> depth += inClass ? 0 : 1;
        case ')' -> depth -= inClass ? 0 : 1;
        case '|' -> {
          if (depth == 0 && !inClass) {
            parts.add(regex.substring(start, i));
            start = i + 1;
          }
        }
        default -> {}
      }
    }
    parts.add(regex.substring(start));
    return List.copyOf(parts);
  }
}
