package dev.sigil.mcp.bridge;

import dev.sigil.mcp.Envelope;
import java.util.Arrays;

/** Messages as stdio and event streams need them: on one line. */
final class Lines {
  private Lines() {}

  /** The text of a message on one line. May change {@code text}, or be it. */
  static byte[] of(byte[] text, Envelope message) {
    boolean whole = message.start() == 0 && message.end() == text.length;
    byte[] line = whole ? text : Arrays.copyOfRange(text, message.start(), message.end());
    // Between the tokens of JSON a line break is no more than a space; inside them it is invalid.
    for (int i = 0; i < line.length; i++) {
      if (line[i] == '\n' || line[i] == '\r') {
        line[i] = ' ';
      }
    }
    return line;
  }
}
