package dev.sigil.scanner.poison;

import dev.sigil.scanner.literal.Starts;
import dev.sigil.scanner.pack.Lazy;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One feature of poisoned text.
 *
 * @param patterns it shows where one of them matches
 * @param first the place of the first of them among the patterns of all features
 */
record PoisonFeature(String id, int weight, List<Lazy<Pattern>> patterns, int first) {
  /** Whether one of its patterns is among those that may match. */
  boolean mayMatch(LikelyText text) {
    int next = text.patterns().nextSetBit(first);
    return next >= 0 && next < first + patterns.size();
  }

  /** Where the feature first shows in {@code text}; -1 when it does not. */
  int find(LikelyText text) {
    return likely(text)
        .mapToObj(pattern -> matches(pattern, text).findFirst())
        .flatMap(Optional::stream)
        .mapToInt(MatchResult::start)
        .min()
        .orElse(-1);
  }

  /** Wherever it shows in {@code text}, in no order. */
  Stream<MatchResult> matches(LikelyText text) {
    return likely(text).boxed().flatMap(pattern -> matches(pattern, text));
  }

  private IntStream likely(LikelyText text) {
    return IntStream.range(first, first + patterns.size()).filter(text.patterns()::get);
  }

  private Stream<MatchResult> matches(int pattern, LikelyText text) {
    Matcher matcher = patterns.get(pattern - first).get().matcher(text.text());
    return Starts.matches(matcher, text.starts().get(pattern));
  }
}
