package dev.sigil.gcp;

import dev.sigil.core.TransientException;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Waits that double from {@code first} up to {@code most}, each shortened at random by up to half,
 * so that callers who failed together do not return together.
 */
public record Backoff(Duration first, Duration most, RandomGenerator random) {
  private static final int MAX_DOUBLINGS = 20;

  /**
   * Waits after the {@code failures}th failure in a row.
   *
   * @throws TransientException when the thread is interrupted
   */
  public void pause(int failures) {
    long doubled = first.toMillis() << Math.min(MAX_DOUBLINGS, failures - 1);
    long wait = Math.min(most.toMillis(), doubled);
    try {
      Thread.sleep(wait - random.nextLong(wait / 2 + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransientException("interrupted while waiting to try again", e);
    }
  }
}
