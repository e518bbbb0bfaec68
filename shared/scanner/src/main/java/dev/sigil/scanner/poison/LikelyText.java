package dev.sigil.scanner.poison;

import java.util.BitSet;
import java.util.Map;

/**
 * A text.
 *
 * @param patterns those that may match in it, by their place among those of all features
 * @param starts where one of them may; what is not told may match anywhere
 */
record LikelyText(String text, BitSet patterns, Map<Integer, BitSet> starts) {}
