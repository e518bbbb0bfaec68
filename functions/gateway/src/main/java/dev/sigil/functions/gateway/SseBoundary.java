package dev.sigil.functions.gateway;

import io.vertx.core.buffer.Buffer;

/**
 * Knows whether an event stream stands between two events, where a comment may be put. Sees every
 * byte's chunk but reads the last three bytes only. Starts between events.
 */
final class SseBoundary {
  private static final int BLANK_LINE_LF = '\n' << 8 | '\n';
  private static final int BLANK_LINE_CR = '\r' << 8 | '\r';
  private static final int BLANK_LINE_CRLF = '\n' << 16 | '\r' << 8 | '\n';

  private int tail = BLANK_LINE_LF;

  void passed(Buffer chunk) {
    int length = chunk.length();
    for (int i = Math.max(0, length - 3); i < length; i++) {
      tail = (tail << 8 | (chunk.getByte(i) & 0xff)) & 0xffffff;
    }
  }

  boolean betweenEvents() {
    int two = tail & 0xffff;
    return two == BLANK_LINE_LF || two == BLANK_LINE_CR || tail == BLANK_LINE_CRLF;
  }
}
