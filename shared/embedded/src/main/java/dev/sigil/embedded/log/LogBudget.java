package dev.sigil.embedded.log;

import java.time.InstantSource;

/**
 * How much one stream of a program may log: a burst, refilled steadily. What exceeds it is counted
 * and dropped, and a server that writes far faster is read slower. Not thread-safe.
 */
public final class LogBudget {
  /** Lines that one stream may write at once. */
  public static final int BURST_LINES = 2_000;

  static final int LINES_PER_SECOND = 200;
  static final int BYTES_PER_SECOND = 4 * 1024 * 1024;

  private final InstantSource clock;
  private double lines = BURST_LINES;
  private long refilledAt;
  private long windowStart;
  private long windowBytes;
  private long dropped;

  LogBudget(InstantSource clock) {
    this.clock = clock;
    this.refilledAt = clock.millis();
    this.windowStart = refilledAt;
  }

  /** Whether one more line may be kept. */
  boolean takeLine() {
    long now = clock.millis();
    lines = Math.min(BURST_LINES, lines + (now - refilledAt) * LINES_PER_SECOND / 1_000.0);
    refilledAt = now;
    if (lines < 1) {
      dropped++;
      return false;
    }
    lines--;
    return true;
  }

  /** How many lines were dropped since this was asked before. */
  long takeDropped() {
    long count = dropped;
    dropped = 0;
    return count;
  }

  /** Notes bytes that were read; returns the milliseconds to wait before reading on. */
  long takeBytes(int count) {
    long now = clock.millis();
    if (now - windowStart >= 1_000) {
      windowStart = now;
      windowBytes = 0;
    }
    windowBytes += count;
    return windowBytes > BYTES_PER_SECOND ? Math.max(1, windowStart + 1_000 - now) : 0;
  }
}
