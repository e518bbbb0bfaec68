package dev.sigil.testkit.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** Stands still until moved. Thread-safe. */
public final class MutableClock implements InstantSource {
  /** Where a clock starts unless told otherwise: a Monday, at noon. */
  public static final Instant START = Instant.parse("2026-03-02T12:00:00Z");

  private final AtomicReference<Instant> now;

  public MutableClock() {
    this(START);
  }

  public MutableClock(Instant start) {
    now = new AtomicReference<>(start);
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  /** Moves the clock, also backwards, and returns the new time. */
  public Instant advance(Duration by) {
    return now.updateAndGet(instant -> instant.plus(by));
  }

  public void set(Instant to) {
    now.set(to);
  }
}
