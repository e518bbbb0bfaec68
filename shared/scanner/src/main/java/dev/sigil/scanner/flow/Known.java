package dev.sigil.scanner.flow;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A question that is asked of the same few names again and again. Thread-safe. */
final class Known {
  private static final int MOST = 4_000;
  private static final int LONGEST = 80;

  private final Predicate<String> question;
  private final Map<String, Boolean> answers = new ConcurrentHashMap<>();

  private Known(Predicate<String> question) {
    this.question = question;
  }

  /** Whether the expression is somewhere in a name. */
  static Known in(String regex) {
    return new Known(Pattern.compile(regex).asPredicate());
  }

  /** Whether the expression is a whole name. */
  static Known whole(String regex) {
    return new Known(Pattern.compile(regex).asMatchPredicate());
  }

  boolean test(String name) {
    Boolean known = answers.get(name);
    if (known != null) {
      return known;
    }
    boolean answer = question.test(name);
    if (answers.size() < MOST && name.length() <= LONGEST) {
      answers.put(name, answer);
    }
    return answer;
  }
}
