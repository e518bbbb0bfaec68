package dev.sigil.mcp.bridge;

import dev.sigil.mcp.bridge.http.MemoryBudget;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines as bytes, none longer than a bound. What does not fit the read buffer is taken from a
 * budget, which gets it back when the next line is asked for.
 */
final class LineReader {
  private final InputStream in;
  private final int maxLine;
  private final MemoryBudget budget;
  private final byte[] buffer = new byte[32 * 1024];
  private int from;
  private int to;
  private int taken;

  LineReader(InputStream in, int maxLine, MemoryBudget budget) {
    this.in = in;
    this.maxLine = maxLine;
    this.budget = budget;
  }

  /** A line over a bound; the rest of it is still unread. */
  static final class TooLongException extends IOException {
    TooLongException(String message) {
      super(message);
    }
  }

  /**
   * The next line without its line feed; absent at the end, where an unfinished line is dropped.
   */
  byte @Nullable [] next() throws IOException {
    giveBack();
    List<byte[]> parts = new ArrayList<>(0);
    int size = 0;
    for (int end = lineFeed(); end < 0; end = lineFeed()) {
      size += to - from;
      parts.add(held(size));
      from = 0;
      to = Math.max(0, in.read(buffer, 0, buffer.length));
      if (to == 0) {
        return null;
      }
    }
    int end = lineFeed();
    byte[] line = new byte[size + end - from];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, line, at, part.length);
      at += part.length;
    }
    System.arraycopy(buffer, from, line, at, end - from);
    from = end + 1;
    return line;
  }

  /** Returns what was taken for the last line, when it is used up before the next is asked for. */
  void giveBack() {
    budget.giveBack(taken);
    taken = 0;
  }

  private byte[] held(int size) throws TooLongException {
    int count = to - from;
    if (size > maxLine) {
      from = to;
      throw new TooLongException("a message over " + maxLine + " bytes");
    }
    if (!budget.take(count)) {
      from = to;
      throw new TooLongException("a message of more bytes than there is memory for at present");
    }
    taken += count;
    return Arrays.copyOfRange(buffer, from, to);
  }

  /** Skips to the end of a line that was too long, at most {@code max} bytes. */
  boolean skipRest(long max) throws IOException {
    long skipped = 0;
    while (skipped <= max) {
      int end = lineFeed();
      if (end >= 0) {
        from = end + 1;
        return true;
      }
      skipped += to - from;
      from = 0;
      to = Math.max(0, in.read(buffer, 0, buffer.length));
      if (to == 0) {
        return false;
      }
    }
    return false;
  }

  private int lineFeed() {
    for (int i = from; i < to; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return -1;
  }
}
