package dev.sigil.core;

/**
 * A failure that may pass by itself: a timeout, a quota, a lost connection, contention. Event
 * handlers let it escape so that the event is delivered again. Never wraps a failure that the same
 * input would meet again (a broken manifest, a server that exits): those are {@link
 * SigilException}.
 */
public final class TransientException extends RuntimeException {
  public TransientException(String message, Throwable cause) {
    super(message, cause);
  }

  public TransientException(String message) {
    super(message);
  }
}
