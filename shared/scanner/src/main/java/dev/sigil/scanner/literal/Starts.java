package dev.sigil.scanner.literal;

import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells in one pass over a text where the matches of many patterns can begin, which spares trying
 * each pattern at each character. Immutable and thread-safe.
 */
public final class Starts {
  private final BitSet known = new BitSet();
  private final Grams grams = new Grams();

  private Starts(List<Optional<Set<String>>> leading) {
    for (int pattern = 0; pattern < leading.size(); pattern++) {
      for (String text : leading.get(pattern).orElse(Set.of())) {
        known.set(pattern);
        grams.add(text, pattern);
      }
    }
  }

  /**
   * For patterns that are told by their position in {@code regexes}; the {@link #literals} of some
   * are known already.
   */
  public static Starts of(List<String> regexes, Map<String, Set<String>> known) {
    return new Starts(
        regexes.stream()
            .map(regex -> Optional.ofNullable(known.get(regex)).or(() -> LeadingLiterals.of(regex)))
            .toList());
  }

  /** What each pattern's matches begin with; patterns of which that is uncertain are left out. */
  public static Map<String, Set<String>> literals(Collection<String> regexes) {
    Map<String, Set<String>> known = new TreeMap<>();
    for (String regex : regexes) {
      LeadingLiterals.of(regex).ifPresent(leading -> known.put(regex, new TreeSet<>(leading)));
    }
    return known;
  }

  /**
   * The matches of a pattern, which may overlap.
   *
   * @param starts where it may match; null when it may anywhere
   */
  public static Stream<MatchResult> matches(Matcher matcher, @Nullable BitSet starts) {
    if (starts == null) {
      return matcher.results();
    }
    matcher.useTransparentBounds(true).useAnchoringBounds(false);
    int end = matcher.regionEnd();
    return starts.stream()
        .filter(at -> matcher.region(at, end).lookingAt())
        .mapToObj(at -> matcher.toMatchResult());
  }

  /**
   * The offsets in {@code text} at which a pattern may match, for each of {@code patterns}; without
   * those that may match anywhere.
   */
  public Map<Integer, BitSet> in(CharSequence text, BitSet patterns) {
    Map<Integer, BitSet> starts = new HashMap<>();
    patterns.stream().filter(known::get).forEach(pattern -> starts.put(pattern, new BitSet()));
    Folded folded = new Folded(text);
    grams.scan(
        folded,
        (pattern, start) -> {
          BitSet found = starts.get(pattern);
          if (found != null) {
            found.set(folded.origin(start));
          }
        });
    return starts;
  }
}
