package dev.sigil.github;

import java.io.IOException;
import java.time.Instant;

/** GitHub asks to be left alone for a while; waiting is delivery's business, not a thread's. */
final class LimitedException extends IOException {
  private static final long serialVersionUID = 1;

  private final Instant until;

  LimitedException(Instant until) {
    super("GitHub's rate limit is reached until " + until);
    this.until = until;
  }

  Instant until() {
    return until;
  }
}
