package dev.sigil.scanner.literal;

/** A text as {@link Folding} makes it comparable. Immutable. */
final class Folded {
  private final char[] characters;
  private final int[] origins;
  private final int length;

  Folded(CharSequence text) {
    characters = new char[text.length()];
    origins = new int[characters.length];
    int end = 0;
    for (int i = 0; i < characters.length; i++) {
      char c = Folding.of(text.charAt(i));
      if (c != ' ' || end == 0 || characters[end - 1] != ' ') {
        origins[end] = i;
        characters[end++] = c;
      }
    }
    length = end;
  }

  int length() {
    return length;
  }

  char at(int index) {
    return characters[index];
  }

  /** Where the character at {@code index} stands in the text; a run of blanks where it begins. */
  int origin(int index) {
    return origins[index];
  }

  boolean holdsAt(int start, String literal) {
    if (literal.length() > length - start) {
      return false;
    }
    for (int i = 0; i < literal.length(); i++) {
      if (literal.charAt(i) != characters[start + i]) {
        return false;
      }
    }
    return true;
  }
}
