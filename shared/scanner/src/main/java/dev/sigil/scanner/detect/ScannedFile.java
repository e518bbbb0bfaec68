package dev.sigil.scanner.detect;

import dev.sigil.core.scan.CodeFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One file, or one stretch of a file that is too long to hold at once. Offsets count bytes from the
 * start of the stretch, lines from 1 at the start of the file. Not thread-safe.
 */
public final class ScannedFile {
  private static final int LONGEST_LINE = 2_000;
  private static final int FRAME_LINES = 2;

  private final Location location;
  private final byte[] content;
  private final int firstLine;
  private final boolean text;
  private final Deadline deadline;
  private final Function<String, Optional<byte[]>> reader;
  private final Map<Class<?>, Object> readings = new HashMap<>();
  private int[] lineStarts = {};

  /**
   * @param text whether the content is text in UTF-8
   * @param reader the start of another file of the tree, for detectors that follow a reference
   */
  public ScannedFile(
      Location location,
      byte[] content,
      int firstLine,
      boolean text,
      Deadline deadline,
      Function<String, Optional<byte[]>> reader) {
    this.location = location;
    this.content = content;
    this.firstLine = firstLine;
    this.text = text;
    this.deadline = deadline;
    this.reader = reader;
  }

  public Location location() {
    return location;
  }

  /** The bytes themselves, not a copy; callers only read them. */
  public byte[] content() {
    return content;
  }

  public boolean isText() {
    return text;
  }

  public Deadline deadline() {
    return deadline;
  }

  public String string() {
    return new String(content, StandardCharsets.UTF_8);
  }

  /** One character per byte, so that offsets into the result are offsets into the content. */
  public String window(int from, int to) {
    int start = Math.max(0, from);
    int end = Math.min(content.length, to);
    return new String(content, start, Math.max(0, end - start), StandardCharsets.ISO_8859_1);
  }

  public Optional<byte[]> read(String path) {
    return reader.apply(path);
  }

  /** The line of the file that holds {@code offset}. */
  public int line(int offset) {
    int found = Arrays.binarySearch(lineStarts(), offset);
    return firstLine + (found >= 0 ? found : -found - 2);
  }

  /** Where the line that holds {@code offset} starts. */
  public int lineStart(int offset) {
    return lineStarts()[line(offset) - firstLine];
  }

  /** Where the line that holds {@code offset} ends, before its line break. */
  public int lineEnd(int offset) {
    int end = offset;
    while (end < content.length && content[end] != '\n' && content[end] != '\r') {
      end++;
    }
    return end;
  }

  /** The offset of the first byte of {@code line}, or of the last line when there are fewer. */
  public int offsetOfLine(int line) {
    int[] starts = lineStarts();
    return starts[Math.clamp(line - firstLine, 0, starts.length - 1)];
  }

  /** The text around {@code offset} in its line, cut where a line is absurdly long. */
  public String lineText(int offset) {
    int from = Math.max(lineStart(offset), offset - LONGEST_LINE / 2);
    int to = Math.min(lineEnd(offset), offset + LONGEST_LINE / 2);
    return new String(content, from, Math.max(0, to - from), StandardCharsets.UTF_8);
  }

  /** The column of {@code offset} in its line, in characters from 1. */
  public int column(int offset) {
    int from = Math.max(lineStart(offset), offset - LONGEST_LINE);
    int length = Math.max(0, Math.min(content.length, offset) - from);
    return new String(content, from, length, StandardCharsets.UTF_8).length() + 1;
  }

  /** The lines around {@code offset}, each cut where it is absurdly long; nothing of a binary. */
  public CodeFrame around(int offset) {
    if (!text) {
      return CodeFrame.NONE;
    }
    int[] starts = lineStarts();
    int index = line(offset) - firstLine;
    int first = Math.max(0, index - FRAME_LINES);
    int last = Math.min(starts.length - 1, index + FRAME_LINES);
    List<String> lines = new ArrayList<>();
    for (int i = first; i <= last; i++) {
      lines.add(lineText(i == index ? offset : Math.min(starts[i], content.length)));
    }
    return new CodeFrame(firstLine + first, lines);
  }

  /** What {@code reading} makes of this file, made once for all detectors that ask for it. */
  public <T> T reading(Class<T> type, Function<ScannedFile, T> reading) {
    return type.cast(readings.computeIfAbsent(type, key -> reading.apply(this)));
  }

  private int[] lineStarts() {
    if (lineStarts.length == 0) {
      int count = 1;
      for (byte b : content) {
        count += b == '\n' ? 1 : 0;
      }
      int[] starts = new int[count];
      int next = 1;
      for (int i = 0; i < content.length; i++) {
        if (content[i] == '\n') {
          starts[next++] = i + 1;
        }
      }
      lineStarts = starts;
    }
    return lineStarts;
  }
}
