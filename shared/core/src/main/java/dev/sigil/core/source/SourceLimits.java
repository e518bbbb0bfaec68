package dev.sigil.core.source;

/**
 * How much source Sigil takes in. Sizes are in bytes and count unpacked content, so a compressed
 * bomb is refused while it unpacks and not after.
 */
public record SourceLimits(long maxTotalBytes, long maxFileBytes, int maxFiles, int maxDepth) {
  public static final SourceLimits DEFAULT = new SourceLimits(512L << 20, 128L << 20, 50_000, 40);
}
