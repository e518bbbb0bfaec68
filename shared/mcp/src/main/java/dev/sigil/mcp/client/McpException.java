package dev.sigil.mcp.client;

import dev.sigil.mcp.RpcError;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A server did not answer as asked. The message is a sentence for people; what it quotes of the
 * server's answer is bounded and holds no control characters.
 */
public final class McpException extends RuntimeException {
  /** Why, for callers that act on it. */
  public enum Reason {
    /** No complete answer before the deadline. */
    TIMEOUT,
    /** No connection, or it broke before an answer came. */
    UNREACHABLE,
    /** An HTTP status other than success; {@link #status()} tells which. */
    HTTP_STATUS,
    /** The server no longer knows the session (HTTP 404 to a request that named one). */
    SESSION_LOST,
    /** An answer, but not one that the protocol allows. */
    PROTOCOL,
    /** An answer, list or stream over its bound. */
    TOO_LARGE,
    /** A JSON-RPC error; {@link #error()} holds it. */
    REFUSED,
    /** The calling thread was interrupted; its interrupt flag is set. */
    INTERRUPTED
  }

  private final Reason reason;
  private final int status;
  private final transient @Nullable RpcError error;

  McpException(Reason reason, String message) {
    this(reason, message, 0, null, null);
  }

  McpException(Reason reason, String message, Throwable cause) {
    this(reason, message, 0, null, cause);
  }

  private McpException(
      Reason reason,
      String message,
      int status,
      @Nullable RpcError error,
      @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.status = status;
    this.error = error;
  }

  static McpException httpStatus(int status, Reason reason, String detail) {
    String suffix = detail.isEmpty() ? "" : ": " + printable(detail);
    return new McpException(
        reason, "the server answered HTTP " + status + suffix, status, null, null);
  }

  static McpException refused(RpcError error) {
    return new McpException(
        Reason.REFUSED,
        "the server answered error " + error.code() + ": " + printable(error.message()),
        0,
        error,
        null);
  }

  public Reason reason() {
    return reason;
  }

  public OptionalInt status() {
    return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
  }

  public Optional<RpcError> error() {
    return Optional.ofNullable(error);
  }

  private static String printable(String text) {
    String bounded = text.length() <= 300 ? text : text.substring(0, 300) + "…";
    return bounded.replaceAll("\\p{Cntrl}+", " ").strip();
  }
}
