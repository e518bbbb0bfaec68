package dev.sigil.scanner;

import java.time.Duration;

/**
 * How much one scan may do.
 *
 * @param time for the whole tree
 * @param maxTotalBytes of the tree; beyond it the scan is incomplete
 * @param chunkBytes text longer than this is read in stretches of this size
 * @param maxManifestBytes a manifest or archive longer than this makes the scan incomplete
 * @param maxFindings the report names at most so many; the verdict counts them all
 */
public record ScanLimits(
    Duration time, long maxTotalBytes, int chunkBytes, int maxManifestBytes, int maxFindings) {
  public static final ScanLimits DEFAULT =
      new ScanLimits(Duration.ofMinutes(2), 512L << 20, 4 << 20, 128 << 20, 1_000);
}
