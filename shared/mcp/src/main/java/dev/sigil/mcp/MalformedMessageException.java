package dev.sigil.mcp;

import org.jspecify.annotations.Nullable;

/**
 * The input is not a JSON-RPC message or exceeds a bound. The text never quotes the input, which
 * may hold a secret.
 */
public final class MalformedMessageException extends RuntimeException {
  private final int code;

  MalformedMessageException(int code, String message) {
    this(code, message, null);
  }

  MalformedMessageException(int code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** The JSON-RPC error code to answer with: {@code PARSE_ERROR} or {@code INVALID_REQUEST}. */
  public int code() {
    return code;
  }
}
