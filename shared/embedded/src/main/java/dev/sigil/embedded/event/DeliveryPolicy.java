package dev.sigil.embedded.event;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How a subscription's messages are delivered.
 *
 * @param maxAttempts after which a message goes to the dead letters
 * @param firstBackoff the longest wait after the first failed attempt; it doubles with each
 * @param maxBackoff the longest wait of all
 * @param concurrency how many messages are delivered at the same time
 */
public record DeliveryPolicy(
    int maxAttempts, Duration firstBackoff, Duration maxBackoff, int concurrency) {
  public static final DeliveryPolicy DEFAULT =
      new DeliveryPolicy(10, Duration.ofMillis(500), Duration.ofMinutes(1), 4);

  public DeliveryPolicy {
    if (maxAttempts < 1 || concurrency < 1 || firstBackoff.toMillis() < 1) {
      throw new IllegalArgumentException("attempts, concurrency and backoff must be positive");
    }
  }

  /** Between half and all of the exponential wait, so that failures do not come back as one. */
  Duration backoff(int attempt, RandomGenerator random) {
    double doubled = firstBackoff.toMillis() * Math.pow(2, attempt - 1.0);
    long longest = (long) Math.min((double) maxBackoff.toMillis(), doubled);
    return Duration.ofMillis(longest / 2 + random.nextLong(longest / 2 + 1));
  }
}
