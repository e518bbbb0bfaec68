package dev.sigil.scanner.literal;

import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a regular expression is made of, as far as it says which texts it needs: flags, captures and
 * greed are left out, and cases are alike.
 */
sealed interface Expression {
  /** One character out of a set of the first 128; {@code others} tells whether any beyond, too. */
  record Characters(BitSet ascii, boolean others) implements Expression {
    private static final int FEW = 8;

    /** Each of them, folded, when they are few; else none. */
    Set<String> few() {
      Set<String> members =
          ascii.stream()
              .mapToObj(c -> Folding.of(String.valueOf((char) c)))
              .collect(Collectors.toCollection(LinkedHashSet::new));
      return others || members.size() > FEW ? Set.of() : members;
    }
  }

  /** One certain character. */
  record Single(char character) implements Expression {}

  /** A place, or whatever else takes no room. */
  record Nothing() implements Expression {}

  record Sequence(List<Expression> parts) implements Expression {}

  record Choice(List<Expression> parts) implements Expression {}

  /** At least {@code least} times {@code part}, and perhaps more often. */
  record Repetition(Expression part, int least, boolean oneAtMost) implements Expression {}
}
