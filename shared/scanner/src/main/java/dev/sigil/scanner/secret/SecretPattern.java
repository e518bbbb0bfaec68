package dev.sigil.scanner.secret;

import com.google.re2j.Pattern;
import dev.sigil.scanner.literal.TokenRun;
import dev.sigil.scanner.pack.Lazy;

/**
 * What a secret looks like. The expression is compiled and taken apart when a keyword of its rule
 * is first found; most rules of a pack never get there in one scan. Thread-safe.
 */
public final class SecretPattern {
  private final Lazy<Pattern> compiled;
  private final Lazy<Integer> leastRun;

  SecretPattern(String regex) {
    compiled = new Lazy<>(() -> Pattern.compile(regex));
    leastRun = new Lazy<>(() -> TokenRun.shortest(regex));
  }

  /**
   * The expression.
   *
   * @throws com.google.re2j.PatternSyntaxException when it is not RE2
   */
  Pattern compiled() {
    return compiled.get();
  }

  /** How many characters of tokens stand side by side in every match. */
  int leastRun() {
    return leastRun.get();
  }
}
