package dev.sigil.core.build;

import java.time.Duration;

/**
 * Bounds within which the platform scales a server.
 *
 * @param minInstances kept running without traffic; 0 lets it sleep
 * @param maxInstances never exceeded
 * @param concurrency requests in flight that one instance takes before another is started
 * @param idleTimeout how long without a request before a server above its minimum is stopped
 */
public record Scaling(int minInstances, int maxInstances, int concurrency, Duration idleTimeout) {
  public static final Scaling DEFAULT = new Scaling(0, 3, 20, Duration.ofMinutes(15));
  public static final int MAX_INSTANCES = 100;

  public Scaling {
    if (minInstances < 0 || maxInstances < 1 || minInstances > maxInstances) {
      throw new IllegalArgumentException("0 <= minInstances <= maxInstances, maxInstances >= 1");
    }
    if (maxInstances > MAX_INSTANCES || concurrency < 1 || concurrency > 1_000) {
      throw new IllegalArgumentException("maxInstances <= 100, concurrency within 1..1000");
    }
    if (idleTimeout.isNegative() || idleTimeout.isZero()) {
      throw new IllegalArgumentException("idleTimeout must be positive");
    }
  }

  /** At most one instance, and none without traffic. */
  public Scaling single() {
    Duration idle =
        idleTimeout.compareTo(DEFAULT.idleTimeout) < 0 ? idleTimeout : DEFAULT.idleTimeout;
    return new Scaling(0, 1, concurrency, idle);
  }
}
