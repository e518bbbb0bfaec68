package dev.sigil.mcp.bridge;

import dev.sigil.mcp.Envelope;
import java.util.Arrays;

/** Messages as stdio and event streams need them: on one line. */
final class Lines {
  private Lines() {}

  /* Between the tokens of JSON a line break means no more than a space, and inside it is invalid. */
  static byte[] of(byte[] text, Envelope message) {
    byte[] line = Arrays.copyOfRange(text, message.start(), message.end());
    for (int i = 0; i < line.length; i++) {
      if (line[i] == '\n' || line[i] == '\r') {
        line[i] = ' ';
      }
    }
    return line;
  }
}
