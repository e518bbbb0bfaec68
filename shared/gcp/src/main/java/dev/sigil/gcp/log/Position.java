package dev.sigil.gcp.log;

import com.google.logging.v2.LogEntry;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a log: after this entry. Cloud Logging orders entries of one time by their insert id.
 * Its text is {@code <seconds>.<nanoseconds>.<insert id in Base64>}.
 */
record Position(Instant at, String insertId) {
  /** Before every entry. */
  static final Position START = new Position(Instant.EPOCH, "");

  private static final Pattern SHAPE =
      Pattern.compile("([0-9]{1,11})\\.([0-9]{9})\\.([A-Za-z0-9_-]{0,400})");

  static Position after(LogEntry entry) {
    return new Position(instant(entry), entry.getInsertId());
  }

  /**
   * Reads a cursor.
   *
   * @throws IllegalArgumentException when it is not one
   */
  static Position parse(String cursor) {
    Matcher matcher = SHAPE.matcher(cursor);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a cursor of this log");
    }
    try {
      Instant at =
          Instant.ofEpochSecond(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
      byte[] id = Base64.getUrlDecoder().decode(matcher.group(3));
      return new Position(at, new String(id, StandardCharsets.UTF_8));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("not a cursor of this log", e);
    }
  }

  /** The condition that selects what comes after. */
  String filter() {
    String time = Filters.quote(at.toString());
    return "(timestamp>%s OR (timestamp=%s AND insertId>%s))"
        .formatted(time, time, Filters.quote(insertId));
  }

  @Override
  public String toString() {
    byte[] id = insertId.getBytes(StandardCharsets.UTF_8);
    return "%d.%09d.%s"
        .formatted(
            at.getEpochSecond(),
            at.getNano(),
            Base64.getUrlEncoder().withoutPadding().encodeToString(id));
  }

  static Instant instant(LogEntry entry) {
    return Instant.ofEpochSecond(
        entry.getTimestamp().getSeconds(), entry.getTimestamp().getNanos());
  }
}
