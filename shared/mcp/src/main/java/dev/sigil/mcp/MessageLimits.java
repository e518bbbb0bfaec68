package dev.sigil.mcp;

/**
 * Bounds on one message.
 *
 * @param maxBytes size of its JSON text
 * @param maxDepth nesting of objects and arrays
 */
public record MessageLimits(int maxBytes, int maxDepth) {
  public static final MessageLimits DEFAULT = new MessageLimits(16 * 1024 * 1024, 128);

  public MessageLimits {
    if (maxBytes < 1 || maxDepth < 1) {
      throw new IllegalArgumentException("bounds on a message are positive");
    }
  }
}
