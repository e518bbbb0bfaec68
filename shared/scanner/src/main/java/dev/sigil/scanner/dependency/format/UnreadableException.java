package dev.sigil.scanner.dependency.format;

/** A manifest or lockfile cannot be read: bad syntax, or more of something than is allowed. */
public final class UnreadableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UnreadableException(String message) {
    super(message);
  }
}
