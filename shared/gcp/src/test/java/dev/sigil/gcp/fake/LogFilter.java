package dev.sigil.gcp.fake;

import com.google.logging.v2.LogEntry;
import io.grpc.Status;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of <a href="https://cloud.google.com/logging/docs/view/logging-query-language">Cloud
 * Logging's query language</a> that compares fields with quoted texts: {@code AND}, {@code OR},
 * which binds tighter, parentheses, {@code = : < >} and {@code log_id}.
 */
final class LogFilter {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(\\(|\\)|[=:<>]|\"(?:[^\"\\\\]|\\\\[\"\\\\])*\"|[A-Za-z_][A-Za-z0-9_.]*)");

  private final String text;
  private int at;
  private String next = "";

  private LogFilter(String text) {
    this.text = text;
  }

  /** What the filter selects; refuses one that is not of this language. */
  static Predicate<LogEntry> parse(String text) {
    LogFilter filter = new LogFilter(text);
    filter.next = filter.read();
    Predicate<LogEntry> all = filter.conjunction();
    Answers.require(filter.next.isEmpty(), "Unparseable filter at " + filter.next);
    return all;
  }

  private Predicate<LogEntry> conjunction() {
    Predicate<LogEntry> all = disjunction();
    while (next.equals("AND")) {
      take();
      all = all.and(disjunction());
    }
    return all;
  }

  private Predicate<LogEntry> disjunction() {
    Predicate<LogEntry> any = term();
    while (next.equals("OR")) {
      take();
      any = any.or(term());
    }
    return any;
  }

  private Predicate<LogEntry> term() {
    if (next.equals("(")) {
      take();
      Predicate<LogEntry> inner = conjunction();
      expect(")");
      return inner;
    }
    String field = take();
    if (field.equals("log_id")) {
      expect("(");
      String id = literal();
      expect(")");
      return entry -> logId(entry).equals(id);
    }
    String operator = take();
    String value = literal();
    return field.equals("timestamp")
        ? instant(operator, value)
        : text(field(field), operator, value);
  }

  private static Predicate<LogEntry> instant(String operator, String value) {
    Instant at;
    try {
      at = Instant.parse(value);
    } catch (DateTimeException e) {
      throw Answers.refusal(Status.INVALID_ARGUMENT, "not a timestamp: " + value);
    }
    return entry -> holds(operator, FakeLogging.instant(entry).compareTo(at));
  }

  private static Predicate<LogEntry> text(
      Function<LogEntry, String> field, String operator, String value) {
    if (operator.equals(":")) {
      String part = value.toLowerCase(Locale.ROOT);
      return entry -> field.apply(entry).toLowerCase(Locale.ROOT).contains(part);
    }
    return entry -> holds(operator, field.apply(entry).compareTo(value));
  }

  private static boolean holds(String operator, int comparison) {
    return switch (operator) {
      case "=" -> comparison == 0;
      case "<" -> comparison < 0;
      case ">" -> comparison > 0;
      default -> throw Answers.refusal(Status.INVALID_ARGUMENT, "operator " + operator);
    };
  }

  private static Function<LogEntry, String> field(String path) {
    String label = path.substring(path.lastIndexOf('.') + 1);
    return switch (path) {
      case "insertId" -> LogEntry::getInsertId;
      case "logName" -> LogEntry::getLogName;
      case "resource.type" -> entry -> entry.getResource().getType();
      default -> {
        boolean resource = path.equals("resource.labels." + label);
        Answers.require(resource || path.equals("labels." + label), "unknown field " + path);
        yield entry ->
            (resource ? entry.getResource().getLabelsMap() : entry.getLabelsMap())
                .getOrDefault(label, "");
      }
    };
  }

  private static String logId(LogEntry entry) {
    String name = entry.getLogName();
    return URLDecoder.decode(
        name.substring(name.indexOf("/logs/") + "/logs/".length()), StandardCharsets.UTF_8);
  }

  private String literal() {
    String token = take();
    Answers.require(token.startsWith("\""), "a quoted text is expected at " + token);
    return token.substring(1, token.length() - 1).replaceAll("\\\\(.)", "$1");
  }

  private void expect(String token) {
    Answers.require(take().equals(token), "expected " + token);
  }

  private String take() {
    String token = next;
    Answers.require(!token.isEmpty(), "The filter ends early.");
    next = read();
    return token;
  }

  private String read() {
    if (at == text.length()) {
      return "";
    }
    Matcher token = TOKEN.matcher(text).region(at, text.length());
    Answers.require(token.lookingAt(), "Unparseable filter: " + text.substring(at));
    at = token.end();
    return token.group(1);
  }
}
