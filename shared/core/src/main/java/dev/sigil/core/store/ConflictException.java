package dev.sigil.core.store;

/** A write's precondition did not hold: the document exists already, is gone, or has changed. */
public final class ConflictException extends RuntimeException {
  public ConflictException(String collection, String id) {
    super(collection + "/" + id + " is not in the state that the write expects");
  }
}
