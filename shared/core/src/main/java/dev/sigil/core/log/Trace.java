package dev.sigil.core.log;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The trace that a request belongs to, as the front end of Google Cloud names it to a function. */
public final class Trace {
  /** The field of {@link LogContext} that holds the trace's id. */
  static final String FIELD = "trace";

  /* https://www.w3.org/TR/trace-context/#traceparent-header */
  private static final Pattern W3C = Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-.*");
  private static final Pattern GOOGLE = Pattern.compile("([0-9a-f]{32})(?:/.*)?");

  private Trace() {}

  /**
   * Adds the trace to what this thread logs until the scope is closed; without a trace, nothing.
   *
   * @param header the first value of a request's header
   */
  public static LogContext.Scope of(Function<String, Optional<String>> header) {
    return id(W3C, header.apply("traceparent"))
        .or(() -> id(GOOGLE, header.apply("X-Cloud-Trace-Context")))
        .map(id -> LogContext.with(FIELD, id))
        .orElse(() -> {});
  }

  private static Optional<String> id(Pattern shape, Optional<String> header) {
    return header.map(shape::matcher).filter(Matcher::matches).map(matcher -> matcher.group(1));
  }
}
