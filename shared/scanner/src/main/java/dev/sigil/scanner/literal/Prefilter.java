package dev.sigil.scanner.literal;

import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Tells in one pass over a text which of many patterns can match there at all. A pattern is left
 * out only when none of the literals it needs is there, so a text without any is never matched.
 * Immutable and thread-safe.
 */
public final class Prefilter {
  private final BitSet always = new BitSet();
  private final Grams grams = new Grams();

  private Prefilter(List<Optional<Set<String>>> required) {
    for (int pattern = 0; pattern < required.size(); pattern++) {
      if (required.get(pattern).isEmpty()) {
        always.set(pattern);
      }
      for (String text : required.get(pattern).orElse(Set.of())) {
        grams.add(text, pattern);
      }
    }
  }

  /** For patterns that are told by their position in {@code regexes}. */
  public static Prefilter ofPatterns(List<String> regexes) {
    return ofPatterns(regexes, Map.of());
  }

  /** The same, where the {@link #literals} of some patterns are known already. */
  public static Prefilter ofPatterns(List<String> regexes, Map<String, Set<String>> known) {
    return new Prefilter(
        regexes.stream()
            .map(
                regex -> Optional.ofNullable(known.get(regex)).or(() -> RequiredLiterals.of(regex)))
            .toList());
  }

  /** What each pattern needs, one of the set; patterns of which nothing is certain are left out. */
  public static Map<String, Set<String>> literals(Collection<String> regexes) {
    Map<String, Set<String>> known = new TreeMap<>();
    for (String regex : regexes) {
      RequiredLiterals.of(regex).ifPresent(needed -> known.put(regex, new TreeSet<>(needed)));
    }
    return known;
  }

  /** For patterns of which each needs one of its literals, all at least two characters long. */
  public static Prefilter ofLiterals(List<List<String>> literals) {
    return new Prefilter(
        literals.stream()
            .map(each -> Optional.of(Set.copyOf(each.stream().map(Folding::of).toList())))
            .toList());
  }

  /** The patterns that may match somewhere in {@code text}. */
  public BitSet candidates(CharSequence text) {
    BitSet found = (BitSet) always.clone();
    grams.scan(new Folded(text), (pattern, start) -> found.set(pattern));
    return found;
  }
}
