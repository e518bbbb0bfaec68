package dev.sigil.cli;

/** What a script may rely on. */
final class ExitCode {
  static final int OK = 0;

  /** The command ran and the answer is no: a failed release, a refused request. */
  static final int FAILURE = 1;

  /** Wrong arguments. */
  static final int USAGE = 2;

  /** A person said no to a question. */
  static final int CANCELLED = 3;

  /** No token, or one that may not do this. */
  static final int AUTH = 4;

  /** The platform could not be reached. */
  static final int UNREACHABLE = 5;

  private ExitCode() {}
}
