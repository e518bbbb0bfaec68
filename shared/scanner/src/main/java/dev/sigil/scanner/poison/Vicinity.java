package dev.sigil.scanner.poison;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The gravest stretch of a long text. An order stands together; words from far chapters of a manual
 * do not add up to one.
 */
final class Vicinity {
  /** How many characters are near each other. */
  static final int LENGTH = 1_500;

  private record Match(PoisonFeature feature, int start, int end) {}

  private Vicinity() {}

  static PoisonScore gravest(List<PoisonFeature> features, LikelyText text) {
    List<Match> matches = matches(features, text);
    PoisonScore gravest = PoisonScore.NONE;
    for (int i = 0; i < matches.size(); i++) {
      PoisonScore near = from(matches.subList(i, matches.size()));
      gravest = near.outweighs(gravest) ? near : gravest;
    }
    return gravest;
  }

  private static List<Match> matches(List<PoisonFeature> features, LikelyText text) {
    List<Match> matches = new ArrayList<>();
    for (PoisonFeature feature : features) {
      feature
          .matches(text)
          .forEach(found -> matches.add(new Match(feature, found.start(), found.end())));
    }
    matches.sort(Comparator.comparingInt(Match::start));
    return matches;
  }

  private static PoisonScore from(List<Match> matches) {
    int start = matches.getFirst().start();
    Set<PoisonFeature> near = new LinkedHashSet<>();
    for (Match match : matches) {
      if (match.start() >= start + LENGTH) {
        break;
      }
      if (match.end() <= start + LENGTH) {
        near.add(match.feature());
      }
    }
    return PoisonScore.of(List.copyOf(near), false, start);
  }
}
