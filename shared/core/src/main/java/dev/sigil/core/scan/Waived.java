package dev.sigil.core.scan;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why a finding does not count, and on whose word.
 *
 * @param reason in the words of who waived it
 * @param by who asked for it, as in the audit log, or {@code operator}
 * @param until when it counts again; null when the operator decided without an end
 */
public record Waived(String reason, String by, @Nullable Instant until) {
  public static final Waived BY_OPERATOR =
      new Waived("Accepted in the platform's configuration.", "operator", null);
}
