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
 * Which texts a regular expression cannot do without: each match holds at least one of them, upper
 * and lower case alike and with any run of white space standing for a blank.
 */
final class RequiredLiterals {
  private static final int MOST = 96;
  private static final int SHORTEST = 2;

  private RequiredLiterals() {}

  /** The literals, folded by {@link Folding}; empty when nothing is certain. */
  static Optional<Set<String>> of(String regex) {
    return ExpressionReader.read(regex)
        .map(expression -> part(expression).best())
        .filter(RequiredLiterals::useful);
  }

  /**
   * What is known of a part.
   *
   * @param exact all that the part can match; empty when that is not known
   * @param required one of these is in whatever it matches; empty when that is not known
   */
  private record Part(Set<String> exact, Set<String> required) {
    static final Part NOTHING = new Part(Set.of(""), Set.of());
    static final Part ANYTHING = new Part(Set.of(), Set.of());

    boolean isExact() {
      return !exact.isEmpty();
    }

    Set<String> best() {
      return better(exact, required);
    }

    Part or(Part other) {
      boolean known = useful(best()) && useful(other.best());
      boolean both = isExact() && other.isExact();
      return new Part(
          both ? union(exact, other.exact) : Set.of(),
          known ? union(best(), other.best()) : Set.of());
    }
  }

  private static Part part(Expression expression) {
    return switch (expression) {
      case Nothing nothing -> Part.NOTHING;
      case Single single -> exactly(String.valueOf(single.character()));
      case Characters characters -> new Part(characters.few(), Set.of());
      case Repetition repetition -> repeated(repetition);
      case Sequence sequence -> sequence(sequence.parts());
      case Choice choice ->
          choice.parts().stream().map(RequiredLiterals::part).reduce(Part::or).orElse(Part.NOTHING);
    };
  }

  private static Part exactly(String text) {
    return new Part(Set.of(Folding.of(text)), Set.of());
  }

  /* Any run of blanks is one blank; of anything else only one occurrence is certain. */
  private static Part repeated(Repetition repetition) {
    Part part = part(repetition.part());
    boolean blank = part.exact().equals(Set.of(" "));
    if (repetition.least() > 0) {
      return blank ? part : new Part(Set.of(), part.best());
    }
    boolean optional = part.isExact() && (repetition.oneAtMost() || blank);
    return optional ? new Part(union(part.exact(), Set.of("")), Set.of()) : Part.ANYTHING;
  }

  /* Joins what is exact for as long as that stays small, and keeps the best of what it has seen. */
  private static Part sequence(List<Expression> parts) {
    Set<String> known = Set.of();
    Set<String> run = Part.NOTHING.exact();
    boolean whole = true;
    int at = 0;
    while (at < parts.size()) {
      String text = text(parts, at);
      Part next = text.isEmpty() ? part(parts.get(at)) : exactly(text);
      at += Math.max(1, text.length());
      known = better(known, next.required());
      if (next.isExact() && run.size() * next.exact().size() <= MOST) {
        run = product(run, next.exact());
      } else {
        whole = false;
        known = better(known, run);
        run = next.isExact() ? next.exact() : Part.NOTHING.exact();
      }
    }
    return whole ? new Part(run, known) : new Part(Set.of(), better(known, run));
  }

  /* The certain characters that stand side by side from a position on. */
  private static String text(List<Expression> parts, int from) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < parts.size() && parts.get(i) instanceof Single single; i++) {
      text.append(single.character());
    }
    return text.toString();
  }

  private static boolean useful(Set<String> literals) {
    if (literals.isEmpty() || literals.size() > 4 * MOST) {
      return false;
    }
    for (String literal : literals) {
      if (literal.strip().length() < SHORTEST) {
        return false;
      }
    }
    return true;
  }

  /* The one of which the shortest literal is longer. */
  private static Set<String> better(Set<String> one, Set<String> two) {
    return !useful(two) || (useful(one) && shortest(one) >= shortest(two)) ? one : two;
  }

  private static int shortest(Set<String> literals) {
    int shortest = Integer.MAX_VALUE;
    for (String literal : literals) {
      shortest = Math.min(shortest, literal.length());
    }
    return shortest;
  }

  private static Set<String> union(Set<String> one, Set<String> two) {
    Set<String> all = new LinkedHashSet<>(one);
    all.addAll(two);
    return all;
  }

  private static Set<String> product(Set<String> starts, Set<String> ends) {
    Set<String> all = new LinkedHashSet<>();
    for (String start : starts) {
      for (String end : ends) {
        all.add(Folding.of(start + end));
      }
    }
    return all;
  }
}
