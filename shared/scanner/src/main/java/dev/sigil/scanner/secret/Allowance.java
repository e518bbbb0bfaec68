package dev.sigil.scanner.secret;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What an imported rule lets be. Kinds of conditions that are absent do not count; of those that
 * are there one is enough, or all are needed. Patterns and paths match anywhere, words without
 * regard to case.
 *
 * @param target the text that {@code patterns} look at
 * @param words parts of a secret that show that it is none
 */
record Allowance(
    Target target, List<Pattern> patterns, List<String> words, List<Pattern> paths, boolean all) {
  Allowance {
    patterns = List.copyOf(patterns);
    words = List.copyOf(words);
    paths = List.copyOf(paths);
  }

  /** Which text of a match is meant. */
  enum Target {
    SECRET,
    MATCH,
    LINE
  }

  /** Whether a match is let be. */
  boolean covers(String path, String secret, String match, String line) {
    List<Boolean> held = new ArrayList<>();
    String text =
        switch (target) {
          case SECRET -> secret;
          case MATCH -> match;
          case LINE -> line;
        };
    if (!patterns.isEmpty()) {
      held.add(patterns.stream().anyMatch(pattern -> pattern.matcher(text).find()));
    }
    if (!words.isEmpty()) {
      String lower = secret.toLowerCase(Locale.ROOT);
      held.add(words.stream().anyMatch(lower::contains));
    }
    if (!paths.isEmpty()) {
      held.add(paths.stream().anyMatch(pattern -> pattern.matcher(path).find()));
    }
    return !held.isEmpty() && (all ? !held.contains(false) : held.contains(true));
  }
}
