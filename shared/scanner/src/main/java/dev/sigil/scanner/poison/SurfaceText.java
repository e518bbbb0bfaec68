package dev.sigil.scanner.poison;

import java.util.List;

/**
 * A text of a program that a model reads: several string tokens that the program joins.
 *
 * @param starts where each token starts in the value
 * @param offsets where each token starts in the file
 */
record SurfaceText(Kind kind, String value, List<Integer> starts, List<Integer> offsets) {
  /** What part of the surface a text is. */
  enum Kind {
    DESCRIPTION,
    NAME,
    PARAMETER,
    ANSWER,
    SAMPLING,
    MUTATION
  }

  /** A text that is one token. */
  static SurfaceText of(Kind kind, String value, int offset) {
    return new SurfaceText(kind, value, List.of(0), List.of(offset));
  }

  boolean described() {
    return kind == Kind.DESCRIPTION || kind == Kind.MUTATION;
  }

  /* Only white space and escapes make value and source differ in length, so within a token the
   * offset is near enough to be on the right line when lines are counted from the token. */
  int offset(int position) {
    int piece = 0;
    while (piece + 1 < starts.size() && starts.get(piece + 1) <= position) {
      piece++;
    }
    return offsets.isEmpty() ? 0 : offsets.get(piece) + Math.max(0, position - starts.get(piece));
  }
}
