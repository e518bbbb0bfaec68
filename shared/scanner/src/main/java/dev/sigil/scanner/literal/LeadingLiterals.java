package dev.sigil.scanner.literal;

import dev.sigil.scanner.literal.Expression.Characters;
import dev.sigil.scanner.literal.Expression.Choice;
import dev.sigil.scanner.literal.Expression.Nothing;
import dev.sigil.scanner.literal.Expression.Repetition;
import dev.sigil.scanner.literal.Expression.Sequence;
import dev.sigil.scanner.literal.Expression.Single;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * With which texts the matches of a regular expression begin, upper and lower case alike and with
 * any run of white space standing for a blank.
 */
final class LeadingLiterals {
  private static final int MOST = 96;
  private static final int SHORTEST = 2;

  private LeadingLiterals() {}

  /**
   * The literals, folded by {@link Folding}; empty when nothing is certain, or when a match may
   * begin with a blank, which does not say where in a run of them.
   */
  static Optional<Set<String>> of(String regex) {
    return ExpressionReader.read(regex)
        .map(expression -> start(expression).texts())
        .filter(texts -> texts.stream().allMatch(LeadingLiterals::isCertain));
  }

  private static boolean isCertain(String text) {
    return text.strip().length() >= SHORTEST && !text.startsWith(" ");
  }

  /**
   * How a part begins.
   *
   * @param texts it begins with one of them
   * @param whole whether it ends there as well
   */
  private record Start(Set<String> texts, boolean whole) {
    static final Start NOTHING = new Start(Set.of(""), true);
    static final Start ANYTHING = new Start(Set.of(""), false);

    Start then(Start next) {
      if (!whole || texts.size() * next.texts.size() > MOST) {
        return new Start(texts, false);
      }
      Set<String> joined = new LinkedHashSet<>();
      for (String text : texts) {
        next.texts.forEach(end -> joined.add(Folding.of(text + end)));
      }
      return new Start(joined, next.whole);
    }

    Start or(Start other) {
      Set<String> all = new LinkedHashSet<>(texts);
      all.addAll(other.texts);
      return new Start(all, whole && other.whole);
    }
  }

  private static Start start(Expression expression) {
    return switch (expression) {
      case Nothing nothing -> Start.NOTHING;
      case Single single -> new Start(Set.of(Folding.of(String.valueOf(single.character()))), true);
      case Characters characters ->
          characters.few().isEmpty() ? Start.ANYTHING : new Start(characters.few(), true);
      case Repetition repetition -> repeated(repetition);
      case Sequence sequence -> sequence(sequence.parts());
      case Choice choice ->
          choice.parts().stream()
              .map(LeadingLiterals::start)
              .reduce(Start::or)
              .orElse(Start.NOTHING);
    };
  }

  private static Start sequence(List<Expression> parts) {
    Start start = Start.NOTHING;
    for (int i = 0; i < parts.size() && start.whole(); i++) {
      start = start.then(start(parts.get(i)));
    }
    return start;
  }

  /* Any run of blanks is one blank. */
  private static Start repeated(Repetition repetition) {
    Start part = start(repetition.part());
    boolean blank = part.whole() && part.texts().equals(Set.of(" "));
    boolean once = blank || (part.whole() && repetition.oneAtMost());
    Start some = once ? part : new Start(part.texts(), false);
    return repetition.least() > 0 ? some : some.or(Start.NOTHING);
  }
}
