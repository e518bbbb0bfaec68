package dev.sigil.scanner.poison;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a text's features add up to.
 *
 * @param total sum of the weights of the features found
 * @param features their ids
 * @param first offset in the text where the first of them shows; 0 when only decoded text shows any
 */
record PoisonScore(int total, Set<String> features, int first) {
  static final PoisonScore NONE = new PoisonScore(0, Set.of(), 0);

  private static final String ENCODED = "encoded";
  private static final int ENCODED_WEIGHT = 2;
  private static final int SUSPICIOUS = 3;
  private static final int CERTAIN = 5;
  /* What no honest text needs. Order, emphasis and duties alone are how careful authors write. */
  private static final Set<String> HARMFUL =
      Set.of(
          "override",
          "concealment",
          "execute",
          "disarm",
          ENCODED,
          "threat",
          "adversary",
          "redirect");
  /* What should stay where it is, or is to be handed over with every call. */
  private static final Set<String> TAKEN = Set.of("file", "target", "standing");

  /* What is enough by itself to be asked about. */
  private static final Set<String> ALONE =
      Set.of("override", "beacon", "shell", "foreign", "eavesdrop", "bait");

  /**
   * The score of features that were found.
   *
   * @param encoded whether the text hid words behind an encoding, which is a feature by itself
   */
  static PoisonScore of(List<PoisonFeature> found, boolean encoded, int first) {
    Set<String> ids =
        found.stream().map(PoisonFeature::id).collect(Collectors.toCollection(LinkedHashSet::new));
    int total = found.stream().mapToInt(PoisonFeature::weight).sum();
    if (encoded) {
      ids.add(ENCODED);
    }
    return new PoisonScore(encoded ? total + ENCODED_WEIGHT : total, ids, first);
  }

  /** Two features that weigh, unless they are duties and emphasis alone; or one that needs none. */
  boolean warns() {
    if (features.stream().anyMatch(ALONE::contains)) {
      return true;
    }
    boolean grave =
        total >= CERTAIN || features.contains("tag") || features.contains("file") || harms();
    return total >= SUSPICIOUS && features.size() >= 2 && grave;
  }

  /**
   * Three independent features of which one does harm, or an order to drop other instructions
   * beside anything else.
   */
  boolean blocks() {
    boolean overrides = features.contains("override") && features.size() >= 2;
    return overrides || (total >= CERTAIN && features.size() >= 3 && harms());
  }

  /** Whether it lures whoever reads it, as the text of a fraud does. */
  boolean baits() {
    return features.contains("bait");
  }

  /** Whether it is graver than {@code other}: by what follows from it, then by its total. */
  boolean outweighs(PoisonScore other) {
    if (blocks() != other.blocks()) {
      return blocks();
    }
    return warns() == other.warns() ? total > other.total : warns();
  }

  private boolean harms() {
    return features.stream().anyMatch(HARMFUL::contains)
        || (features.contains("exfiltrate") && features.stream().anyMatch(TAKEN::contains));
  }

  /** It speaks about other tools rather than about itself. */
  boolean shadows() {
    return features.contains("redirect") || features.contains("foreign");
  }
}
