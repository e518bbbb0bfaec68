package dev.sigil.core.log;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.Environment;
import dev.sigil.core.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Formats a record as one line of JSON with the field names that Cloud Logging reads: {@code
 * severity}, {@code time}, {@code message}, {@code logger}, {@code exception}, and the fields of
 * {@link LogContext}. Line breaks in messages are escaped by JSON itself.
 */
public final class JsonLogFormatter extends Formatter {
  private static final String CLOUD_TRACE = "logging.googleapis.com/trace";

  private final String project;

  private JsonLogFormatter(String project) {
    this.project = project;
  }

  /**
   * Makes this the format of everything the process logs, at {@code level} and above.
   *
   * @param variables the process's environment, which may name the project that traces belong to
   */
  public static void install(Level level, Map<String, String> variables) {
    Environment environment = new Environment(variables);
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    ConsoleHandler console = new ConsoleHandler();
    console.setFormatter(new JsonLogFormatter(environment.text("SIGIL_GCP_PROJECT", "")));
    console.setLevel(Level.ALL);
    root.addHandler(console);
    root.setLevel(level);
  }

  @Override
  public String format(LogRecord record) {
    ObjectNode line = Json.object();
    line.put("severity", severity(record.getLevel()));
    line.put("time", record.getInstant().toString());
    line.put("message", formatMessage(record));
    line.put("logger", String.valueOf(record.getLoggerName()));
    LogContext.current().forEach((name, value) -> put(line, name, value));
    if (record.getThrown() != null) {
      StringWriter trace = new StringWriter();
      record.getThrown().printStackTrace(new PrintWriter(trace));
      line.put("exception", trace.toString());
    }
    return Json.write(line) + System.lineSeparator();
  }

  /* Cloud Logging links a line to its trace by the trace's full name. */
  private void put(ObjectNode line, String name, String value) {
    if (name.equals(Trace.FIELD) && !project.isEmpty()) {
      line.put(CLOUD_TRACE, "projects/" + project + "/traces/" + value);
    } else {
      line.put(name, value);
    }
  }

  private static String severity(Level level) {
    int value = level.intValue();
    if (value >= Level.SEVERE.intValue()) {
      return "ERROR";
    }
    if (value >= Level.WARNING.intValue()) {
      return "WARNING";
    }
    return value >= Level.INFO.intValue() ? "INFO" : "DEBUG";
  }
}
