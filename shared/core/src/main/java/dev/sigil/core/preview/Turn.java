package dev.sigil.core.preview;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is to work on a preview.
 *
 * @param heldUntil until when one works and others are turned away; null when nobody does
 * @param missed whether somebody was turned away, or something changed, meanwhile
 * @param failures attempts in a row that did not end
 */
public record Turn(@Nullable Instant heldUntil, boolean missed, int failures) {
  static final Turn FREE = new Turn(null, false, 0);

  boolean heldAt(Instant now) {
    return heldUntil != null && now.isBefore(heldUntil);
  }

  Turn disturbed() {
    return new Turn(heldUntil, true, failures);
  }
}
