package dev.sigil.mcp;

import org.jspecify.annotations.Nullable;

/**
 * What routing needs to know of one message; its text stays where it was read.
 *
 * @param id absent in a notification, and in a failure whose request could not be read
 * @param method absent in an answer
 * @param progressToken what the sender of a request wants progress reported under, or what a
 *     progress notification reports on
 * @param cancels the request that a {@code notifications/cancelled} is about
 * @param protocolVersion asked for or agreed on by {@code initialize}
 * @param start offset of the message's first byte in what was read
 * @param end offset after its last byte
 */
public record Envelope(
    Kind kind,
    @Nullable RequestId id,
    @Nullable String method,
    @Nullable RequestId progressToken,
    @Nullable RequestId cancels,
    @Nullable String protocolVersion,
    int start,
    int end) {
  /** The four kinds of JSON-RPC message. */
  public enum Kind {
    REQUEST,
    NOTIFICATION,
    RESULT,
    FAILURE;

    public boolean isAnswer() {
      return this == RESULT || this == FAILURE;
    }
  }

  public boolean calls(String name) {
    return name.equals(method);
  }
}
