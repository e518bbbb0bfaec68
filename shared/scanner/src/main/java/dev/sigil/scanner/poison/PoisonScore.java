package dev.sigil.scanner.poison;

import java.util.Set;

/**
 * What a text's features add up to.
 *
 * @param total sum of the weights of the features found
 * @param features their ids
 * @param first offset in the text where the first of them shows; 0 when only decoded text shows any
 */
record PoisonScore(int total, Set<String> features, int first) {
  private static final int SUSPICIOUS = 3;
  private static final int CERTAIN = 5;

  boolean warns() {
    return total >= SUSPICIOUS && features.size() >= 2;
  }

  /** Three independent features, or an order to drop other instructions beside anything else. */
  boolean blocks() {
    boolean overrides = features.contains("override") && features.size() >= 2;
    return overrides || (total >= CERTAIN && features.size() >= 3);
  }

  /** It speaks about other tools rather than about itself. */
  boolean shadows() {
    return features.contains("redirect");
  }
}
