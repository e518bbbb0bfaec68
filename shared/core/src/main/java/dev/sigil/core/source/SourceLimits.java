package dev.sigil.core.source;

import dev.sigil.core.Environment;

/**
 * How much source Sigil takes in. Sizes are in bytes and count unpacked content, so a compressed
 * bomb is refused while it unpacks and not after.
 */
public record SourceLimits(long maxTotalBytes, long maxFileBytes, int maxFiles, int maxDepth) {
  public static final SourceLimits DEFAULT = new SourceLimits(512L << 20, 128L << 20, 50_000, 40);

  /** Reads {@code SIGIL_SOURCE_MAX_MIB} and {@code SIGIL_SOURCE_MAX_FILES}. */
  public static SourceLimits from(Environment environment) {
    long total = environment.integer("SIGIL_SOURCE_MAX_MIB", 512, 1, 16_384) * (1L << 20);
    int files = environment.integer("SIGIL_SOURCE_MAX_FILES", 50_000, 1, 1_000_000);
    return new SourceLimits(total, Math.min(total, DEFAULT.maxFileBytes), files, DEFAULT.maxDepth);
  }
}
