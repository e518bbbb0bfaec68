package dev.sigil.core;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A failure that may pass by itself: a timeout, a quota, a lost connection, contention. Event
 * handlers let it escape so that the event is delivered again. Never wraps a failure that the same
 * input would meet again (a broken manifest, a server that exits): those are {@link
 * SigilException}.
 */
public final class TransientException extends RuntimeException {
  private final @Nullable Instant notBefore;

  public TransientException(String message, Throwable cause) {
    super(message, cause);
    this.notBefore = null;
  }

  /** {@code notBefore} is when another attempt may succeed, as whoever refused this one says. */
  public TransientException(String message, Instant notBefore, Throwable cause) {
    super(message, cause);
    this.notBefore = notBefore;
  }

  public TransientException(String message) {
    super(message);
    this.notBefore = null;
  }

  /** When another attempt may succeed, where that is known. */
  public Optional<Instant> notBefore() {
    return Optional.ofNullable(notBefore);
  }
}
