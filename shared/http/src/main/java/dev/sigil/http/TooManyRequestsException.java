package dev.sigil.http;

import java.time.Duration;

/** Somebody asks for more than is good for everybody else. */
public final class TooManyRequestsException extends RuntimeException {
  private final Duration wait;

  /**
   * A refusal.
   *
   * @param message a sentence for people
   * @param wait after which the same request is taken
   */
  public TooManyRequestsException(String message, Duration wait) {
    super(message);
    this.wait = wait;
  }

  /** Whole seconds, at least one. */
  String retryAfter() {
    return Long.toString(Math.max(1, wait.plusNanos(999_999_999).toSeconds()));
  }
}
