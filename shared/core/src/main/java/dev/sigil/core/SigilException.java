package dev.sigil.core;

/**
 * A failure that the same input would meet again. It is shown to people, so its message is a full
 * sentence without secrets, and its hint says what to do next. Never thrown for redelivery: see
 * {@link TransientException}.
 */
public final class SigilException extends RuntimeException {
  private final ErrorCode code;
  private final String hint;

  public SigilException(ErrorCode code, String message) {
    this(code, message, code.hint());
  }

  public SigilException(ErrorCode code, String message, String hint) {
    super(message);
    this.code = code;
    this.hint = hint;
  }

  public SigilException(ErrorCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.hint = code.hint();
  }

  public ErrorCode code() {
    return code;
  }

  public String hint() {
    return hint;
  }
}
