package dev.sigil.gcp.store;

import org.jspecify.annotations.Nullable;

/** A transaction's attempt failed because of others; nothing has been written. */
final class Contention extends RuntimeException {
  private static final long serialVersionUID = 1;

  Contention(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
