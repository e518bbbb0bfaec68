package dev.sigil.scanner.secret;

import dev.sigil.scanner.detect.ScannedFile;
import dev.sigil.scanner.literal.TokenRun;
import dev.sigil.scanner.pack.Lazy;
import java.util.regex.Pattern;

/**
 * What stands right behind a keyword of every match of a rule. It has no groups, so that it cannot
 * run away. The characters that it surely begins with are counted before it is tried, for most
 * keywords are parts of words. Thread-safe.
 */
final class Following {
  private static final int LONGEST = 300;

  private final Lazy<Pattern> pattern;
  private final Lazy<Integer> run;

  /**
   * @throws IllegalArgumentException when the expression holds a group
   */
  Following(String regex) {
    if (regex.indexOf('(') >= 0) {
      throw new IllegalArgumentException("what follows a keyword holds a group: " + regex);
    }
    pattern = new Lazy<>(() -> Pattern.compile(regex));
    run = new Lazy<>(() -> TokenRun.leading(regex));
  }

  /** Whether it begins at {@code end} of the file. */
  boolean standsAt(ScannedFile file, int end) {
    byte[] content = file.content();
    int to = Math.min(content.length, end + run.get());
    return TokenRun.isIn(content, end, to, run.get())
        && pattern.get().matcher(file.window(end, end + LONGEST)).lookingAt();
  }

  /** Whether it begins at {@code end} of a text. */
  boolean standsAt(String text, int end) {
    return pattern.get().matcher(text.substring(end)).lookingAt();
  }
}
