package dev.sigil.scanner.literal;

import dev.sigil.scanner.literal.Expression.Characters;
import dev.sigil.scanner.literal.Expression.Choice;
import dev.sigil.scanner.literal.Expression.Nothing;
import dev.sigil.scanner.literal.Expression.Repetition;
import dev.sigil.scanner.literal.Expression.Sequence;
import dev.sigil.scanner.literal.Expression.Single;

/**
 * How many characters of tokens stand side by side in whatever a regular expression matches. What
 * is random is long, and words are short: text without such a run holds no match.
 */
public final class TokenRun {
  private static final boolean[] OF_TOKENS = new boolean[256];
  private static final int MOST = 10_000;

  static {
    for (char c = 0; c < OF_TOKENS.length; c++) {
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      OF_TOKENS[c] = letter || (c >= '0' && c <= '9') || "_-+/=.~!%".indexOf(c) >= 0;
    }
  }

  private TokenRun() {}

  /** The length that is certain; 0 when none is. */
  public static int shortest(String regex) {
    return ExpressionReader.read(regex).map(expression -> run(expression).best()).orElse(0);
  }

  /** With how many characters of tokens a match certainly begins. */
  public static int leading(String regex) {
    return ExpressionReader.read(regex).map(expression -> run(expression).start()).orElse(0);
  }

  /** Whether so many characters of tokens stand side by side in {@code [from, to)}. */
  public static boolean isIn(byte[] text, int from, int to, int length) {
    int start = from;
    while (start + length <= to) {
      int at = start + length - 1;
      while (at >= start && OF_TOKENS[text[at] & 0xFF]) {
        at--;
      }
      if (at < start) {
        return true;
      }
      start = at + 1;
    }
    return false;
  }

  /**
   * What is certain of a part.
   *
   * @param whole whether it is nothing but characters of tokens; all other numbers are then equal
   * @param start of how many it begins with
   * @param end of how many it ends with
   * @param best of how many stand side by side somewhere in it
   */
  private record Run(boolean whole, int start, int end, int best) {
    static final Run EMPTY = new Run(true, 0, 0, 0);
    static final Run OTHER = new Run(false, 0, 0, 0);

    Run then(Run next) {
      return new Run(
          whole && next.whole,
          bounded(whole ? start + next.start : start),
          bounded(next.whole ? end + next.end : next.end),
          bounded(Math.max(end + next.start, Math.max(best, next.best))));
    }

    Run or(Run other) {
      return new Run(
          whole && other.whole,
          Math.min(start, other.start),
          Math.min(end, other.end),
          Math.min(best, other.best));
    }

    private static int bounded(int length) {
      return Math.min(length, MOST);
    }
  }

  private static Run run(Expression expression) {
    return switch (expression) {
      case Nothing nothing -> Run.EMPTY;
      case Single single -> character(single.character());
      case Characters characters ->
          !characters.others() && characters.ascii().stream().allMatch(c -> OF_TOKENS[c])
              ? character('a')
              : Run.OTHER;
      case Repetition repetition -> repeated(run(repetition.part()), repetition.least());
      case Sequence sequence ->
          sequence.parts().stream().map(TokenRun::run).reduce(Run.EMPTY, Run::then);
      case Choice choice ->
          choice.parts().stream().map(TokenRun::run).reduce(Run::or).orElse(Run.EMPTY);
    };
  }

  private static Run character(char c) {
    return c < OF_TOKENS.length && OF_TOKENS[c] ? new Run(true, 1, 1, 1) : Run.OTHER;
  }

  /* What may be left out leaves nothing certain, but joins its neighbours when it is all tokens. */
  private static Run repeated(Run part, int least) {
    Run all = part.whole() ? Run.EMPTY : Run.OTHER;
    for (int i = 0; i < Math.min(least, MOST); i++) {
      all = i == 0 ? part : all.then(part);
    }
    return all;
  }
}
