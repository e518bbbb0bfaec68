package dev.sigil.core;

import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads configuration from environment variables and collects every problem, so that one start
 * shows them all. Values are asked for one by one, then {@link #check} throws if any was wrong; a
 * wrong value stands in as its default until then. Not thread-safe.
 */
public final class Environment {
  private final Map<String, String> variables;
  private final List<String> problems = new ArrayList<>();

  public Environment(Map<String, String> variables) {
    this.variables = variables;
  }

  public String text(String name, String fallback) {
    String value = variables.get(name);
    return value == null || value.isBlank() ? fallback : value.strip();
  }

  /** As {@link #text}, and a problem when the variable is not set. */
  public String required(String name) {
    String value = text(name, "");
    if (value.isEmpty()) {
      problems.add(name + " is not set");
    }
    return value;
  }

  public int integer(String name, int fallback, int min, int max) {
    int value = parse(name, fallback, Integer::parseInt, "a whole number");
    if (value < min || value > max) {
      problems.add(name + " must be within " + min + ".." + max);
      return fallback;
    }
    return value;
  }

  /** ISO-8601 or short form: {@code PT15M}, {@code 15m}, {@code 30s}, {@code 2h}. */
  public Duration duration(String name, Duration fallback) {
    return parse(
        name,
        fallback,
        text -> Duration.parse(text.startsWith("P") ? text : "PT" + text),
        "a duration such as 15m");
  }

  public Path path(String name, Path fallback) {
    return parse(name, fallback, Path::of, "a path");
  }

  /** Adds a problem that only the reader of a value can see. */
  public void refuse(String problem) {
    problems.add(problem);
  }

  /**
   * A value of the caller's own form.
   *
   * @param parser throws {@link IllegalArgumentException} for a wrong value
   * @param form completes the sentence "NAME must be …"
   */
  public <T> T value(String name, T fallback, Function<String, T> parser, String form) {
    return parse(name, fallback, parser, form);
  }

  /**
   * Ends the reading.
   *
   * @throws ConfigException when any value was missing or wrong
   */
  public void check() {
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
  }

  private <T> T parse(String name, T fallback, Function<String, T> parser, String form) {
    String value = text(name, "");
    if (value.isEmpty()) {
      return fallback;
    }
    try {
      return parser.apply(value);
    } catch (IllegalArgumentException | DateTimeParseException e) {
      problems.add(name + " must be " + form);
      return fallback;
    }
  }
}
