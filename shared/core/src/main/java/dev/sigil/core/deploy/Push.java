package dev.sigil.core.deploy;

import dev.sigil.core.source.Commit;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A branch moved from one commit to another.
 *
 * @param before the commit before; {@link Commit#NONE} for a new branch, or when nobody knows
 * @param at when the code host saw it, to the second
 */
public record Push(
    Commit before, Commit after, Instant at, @Nullable String message, @Nullable String author) {
  private static final int MAX_TEXT = 500;

  public Push {
    message = bounded(message);
    author = bounded(author);
  }

  /**
   * Whether this push came after {@code other}, whatever the order of arrival: one that starts
   * where the other ended is newer, then the host's clock decides, and within one second arrival.
   */
  public boolean newerThan(Push other) {
    if (before.equals(other.after) && !after.equals(other.before)) {
      return true;
    }
    if (other.before.equals(after) && !other.after.equals(before)) {
      return false;
    }
    return !at.isBefore(other.at);
  }

  private static @Nullable String bounded(@Nullable String text) {
    return text == null || text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
  }
}
