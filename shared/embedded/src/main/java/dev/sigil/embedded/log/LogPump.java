package dev.sigil.embedded.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Reads one stream of a program to its end, line by line and within bounds. */
public final class LogPump implements Runnable {
  private static final int MAX_LINE = 8 * 1024;
  private static final int CHUNK = 16 * 1024;

  private final InputStream in;
  private final LogBudget budget;
  private final Consumer<String> lines;
  private final Consumer<String> remarks;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  /**
   * @param lines takes the server's lines
   * @param remarks takes what the platform has to say about them
   */
  public LogPump(
      InputStream in, InstantSource clock, Consumer<String> lines, Consumer<String> remarks) {
    this.in = in;
    this.budget = new LogBudget(clock);
    this.lines = lines;
    this.remarks = remarks;
  }

  @Override
  public void run() {
    byte[] chunk = new byte[CHUNK];
    try (in) {
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        take(chunk, count);
        long pause = budget.takeBytes(count);
        if (pause > 0) {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause));
        }
      }
    } catch (IOException e) {
      remarks.accept("The output could not be read any further.");
    }
    if (line.size() > 0) {
      emit();
    }
    remarkDropped();
  }

  private void take(byte[] chunk, int count) {
    for (int i = 0; i < count; i++) {
      if (chunk[i] == '\n') {
        emit();
      } else if (line.size() < MAX_LINE) {
        line.write(chunk[i]);
      }
    }
  }

  private void emit() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    if (budget.takeLine()) {
      remarkDropped();
      lines.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }
  }

  private void remarkDropped() {
    long dropped = budget.takeDropped();
    if (dropped > 0) {
      remarks.accept(dropped + " lines were dropped: the server wrote more than a log takes.");
    }
  }
}
