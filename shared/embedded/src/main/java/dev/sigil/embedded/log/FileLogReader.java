package dev.sigil.embedded.log;

import dev.sigil.core.deploy.LogReader;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link LogFiles} writes, also while it is written. A cursor is {@code
 * <segment>.<offset>}; when that segment has been rotated away, reading goes on with the oldest.
 */
public final class FileLogReader implements LogReader {
  private static final Pattern CURSOR = Pattern.compile("([0-9]{1,10})\\.([0-9]{1,10})");

  private record Position(long segment, int offset) {
    @Override
    public String toString() {
      return segment + "." + offset;
    }
  }

  private final Path root;

  /** Reads the logs under the root that {@link LogFiles} writes to. */
  public FileLogReader(Path root) {
    this.root = root;
  }

  @Override
  public Lines read(DeploymentId deployment, Source source, int limit, @Nullable String cursor) {
    if (limit < 1 || limit > MAX_LINES) {
      throw new IllegalArgumentException("limit must be within 1.." + MAX_LINES);
    }
    LogDirectory directory = new LogDirectory(root, new LogKey(deployment, source));
    try {
      return cursor == null ? tail(directory, limit) : from(directory, limit, parse(cursor));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Position parse(String cursor) {
    Matcher matcher = CURSOR.matcher(cursor);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a cursor of this log");
    }
    int offset = (int) Math.min(Integer.MAX_VALUE, Long.parseLong(matcher.group(2)));
    return new Position(Long.parseLong(matcher.group(1)), offset);
  }

  private static Lines tail(LogDirectory directory, int limit) throws IOException {
    List<Long> numbers = directory.numbers();
    if (numbers.isEmpty()) {
      return new Lines(List.of(), new Position(1, 0).toString());
    }
    List<Line> lines = List.of();
    for (int i = numbers.size() - 1; i >= 0 && lines.size() < limit; i--) {
      List<Line> more = new ArrayList<>();
      collect(content(directory, numbers.get(i)), 0, Integer.MAX_VALUE, more);
      more.addAll(lines);
      lines = more;
    }
    int end = endOfLines(content(directory, numbers.getLast()));
    return new Lines(
        lines.subList(Math.max(0, lines.size() - limit), lines.size()),
        new Position(numbers.getLast(), end).toString());
  }

  private static Lines from(LogDirectory directory, int limit, Position start) throws IOException {
    List<Line> lines = new ArrayList<>();
    Position position = start;
    boolean known = directory.numbers().contains(start.segment());
    for (long number : directory.numbers()) {
      if (known && number < start.segment()) {
        continue;
      }
      byte[] content = content(directory, number);
      int offset = known && number == start.segment() ? lineStart(content, start.offset()) : 0;
      position = new Position(number, collect(content, offset, limit, lines));
      if (lines.size() >= limit) {
        break;
      }
    }
    return new Lines(lines, position.toString());
  }

  /** Adds the complete lines from {@code offset} on and returns where it stopped. */
  private static int collect(byte[] content, int offset, int limit, List<Line> lines) {
    int start = offset;
    for (int end = next(content, start); end >= 0 && lines.size() < limit; ) {
      line(content, start, end).ifPresent(lines::add);
      start = end + 1;
      end = next(content, start);
    }
    return start;
  }

  /* A line that a crash tore is not JSON; it is left out. */
  private static Optional<Line> line(byte[] content, int start, int end) {
    try {
      return Optional.of(Json.read(Arrays.copyOfRange(content, start, end), Line.class));
    } catch (Json.MalformedException e) {
      return Optional.empty();
    }
  }

  private static int lineStart(byte[] content, int offset) {
    if (offset == 0 || offset > content.length) {
      return Math.min(offset, endOfLines(content));
    }
    int newline = next(content, offset - 1);
    return newline < 0 ? endOfLines(content) : newline + 1;
  }

  private static int next(byte[] content, int from) {
    for (int i = from; i < content.length; i++) {
      if (content[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private static int endOfLines(byte[] content) {
    int end = content.length;
    while (end > 0 && content[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  private static byte[] content(LogDirectory directory, long number) throws IOException {
    try {
      return Files.readAllBytes(directory.segment(number));
    } catch (NoSuchFileException e) {
      return new byte[0];
    }
  }
}
