package dev.sigil.embedded.runtime;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before a server that keeps ending is started again: doubling from {@code first}
 * up to {@code most}, of which a random half is taken off at most, so that servers that fell
 * together do not rise together.
 */
record Backoff(Duration first, Duration most, RandomGenerator random) {
  private static final int MAX_DOUBLINGS = 30;

  /** The wait after this many failures in a row, from 1. */
  Duration after(int failures) {
    long doubled = first.toMillis() << Math.min(failures - 1, MAX_DOUBLINGS);
    long millis = Math.min(doubled, most.toMillis());
    return Duration.ofMillis(millis - (long) (random.nextDouble() * millis / 2));
  }
}
