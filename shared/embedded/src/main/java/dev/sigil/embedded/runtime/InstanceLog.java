package dev.sigil.embedded.runtime;

import dev.sigil.embedded.log.LogPump;
import dev.sigil.embedded.log.LogSink;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/** Writes what an instance says into the log, without its secrets, and remembers the end of it. */
final class InstanceLog implements AutoCloseable {
  private static final int TAIL_LINES = 20;
  private static final int TAIL_WIDTH = 300;
  private static final int PUMP_STACK = 64 * 1024;

  private final LogSink.Writer writer;
  private final Redaction redaction;
  private final Deque<String> tail = new ArrayDeque<>();

  InstanceLog(LogSink.Writer writer, Redaction redaction) {
    this.writer = writer;
    this.redaction = redaction;
  }

  synchronized void line(String stream, String text) {
    String clean = redaction.apply(text);
    writer.line(stream, clean);
    tail.add(printable(clean));
    if (tail.size() > TAIL_LINES) {
      tail.remove();
    }
  }

  void remark(String text) {
    writer.line(LogSink.Writer.PLATFORM, text);
  }

  /** Reads one of the instance's streams to its end, on the thread returned. */
  Thread pump(String stream, InputStream in, InstantSource clock, String instance) {
    LogPump pump = new LogPump(in, clock, text -> line(stream, text), this::remark);
    Thread thread = new Thread(null, pump, "server-log-" + instance + "-" + stream, PUMP_STACK);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** The last lines, safe to show. */
  synchronized String tail() {
    return String.join("\n", tail);
  }

  private static String printable(String text) {
    String cut = text.length() > TAIL_WIDTH ? text.substring(0, TAIL_WIDTH) + "…" : text;
    return cut.replaceAll("[\\p{Cntrl}\\p{Cf}&&[^\\t]]", "?");
  }

  @Override
  public void close() {
    writer.close();
  }
}
