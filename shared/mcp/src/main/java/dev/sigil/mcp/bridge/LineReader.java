package dev.sigil.mcp.bridge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads lines as bytes, none longer than a bound. */
final class LineReader {
  private final InputStream in;
  private final int maxLine;
  private final byte[] buffer = new byte[32 * 1024];
  private int from;
  private int to;

  LineReader(InputStream in, int maxLine) {
    this.in = in;
    this.maxLine = maxLine;
  }

  /** A line over the bound; the rest of it is still unread. */
  static final class TooLongException extends IOException {
    TooLongException(int maxLine) {
      super("a line exceeds " + maxLine + " bytes");
    }
  }

  /**
   * The next line without its line feed; absent at the end, where an unfinished line is dropped.
   */
  byte @Nullable [] next() throws IOException {
    ByteArrayOutputStream parts = null;
    while (true) {
      int end = lineFeed();
      if (end >= 0) {
        byte[] line = joined(parts, end);
        from = end + 1;
        return line;
      }
      if (parts == null) {
        parts = new ByteArrayOutputStream(Math.max(64, to - from));
      }
      parts.write(buffer, from, to - from);
      if (parts.size() > maxLine) {
        from = to;
        throw new TooLongException(maxLine);
      }
      from = 0;
      to = Math.max(0, in.read(buffer, 0, buffer.length));
      if (to == 0) {
        return null;
      }
    }
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

  private byte[] joined(@Nullable ByteArrayOutputStream parts, int end) {
    if (parts == null) {
      byte[] line = new byte[end - from];
      System.arraycopy(buffer, from, line, 0, line.length);
      return line;
    }
    parts.write(buffer, from, end - from);
    return parts.toByteArray();
  }
}
