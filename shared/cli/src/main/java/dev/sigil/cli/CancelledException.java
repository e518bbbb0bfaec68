package dev.sigil.cli;

/** A person decided against what the command was about to do. */
final class CancelledException extends RuntimeException {
  CancelledException(String message) {
    super(message);
  }
}
