package dev.sigil.scanner.poison;

import java.util.ArrayList;
import java.util.List;

/**
 * Tells what reads like a text from tables and minified programs, which hold every word somewhere.
 */
final class Prose {
  private static final int LONG_TEXT = 2_000;
  private static final int CHARACTERS_A_WORD = 25;
  private static final int STRETCH = 200;

  private Prose() {}

  /** Whether a text is short, or has words throughout. */
  static boolean isProse(String text) {
    return text.length() < LONG_TEXT || hasWords(text);
  }

  /**
   * The parts of a long text that have words, as half-open ranges with their surroundings: what is
   * padded with something else is still read.
   */
  static List<int[]> stretches(String text) {
    List<int[]> found = new ArrayList<>();
    for (int from = 0; from < text.length(); from += STRETCH) {
      if (!hasWords(text.substring(from, Math.min(text.length(), from + STRETCH)))) {
        continue;
      }
      int[] last = found.isEmpty() ? null : found.getLast();
      int end = Math.min(text.length(), from + 2 * STRETCH);
      if (last != null && last[1] >= from) {
        last[1] = end;
      } else {
        found.add(new int[] {Math.max(0, from - STRETCH), end});
      }
    }
    return found;
  }

  private static boolean hasWords(String text) {
    return text.chars().filter(Character::isWhitespace).count() > text.length() / CHARACTERS_A_WORD
        || text.codePoints().anyMatch(Character::isIdeographic);
  }
}
