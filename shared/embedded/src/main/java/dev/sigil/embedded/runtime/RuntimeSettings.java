package dev.sigil.embedded.runtime;

import java.time.Duration;

/**
 * Times and bounds of a runtime.
 *
 * @param startTimeout from starting an instance until something listens on its port
 * @param queueTimeout how long a request waits for an instance that is busy
 * @param maxWaiting requests of one server that may wait at the same time
 * @param drainIdle how long a replaced instance is kept after its last request, for the sessions
 *     that it holds
 * @param drainTimeout when a replaced instance is stopped although requests are in flight
 * @param candidateLife when a candidate that was neither promoted nor discarded is stopped
 * @param stopGrace between asking an instance to end and killing it
 * @param backoffFirst the wait before the first restart
 * @param backoffMost the longest wait before a restart
 * @param stableAfter an instance that ran for this long has not crashed quickly
 * @param crashesUntilGivenUp quick ends in a row after which a server counts as crashing
 */
public record RuntimeSettings(
    Duration startTimeout,
    Duration queueTimeout,
    int maxWaiting,
    Duration drainIdle,
    Duration drainTimeout,
    Duration candidateLife,
    Duration stopGrace,
    Duration backoffFirst,
    Duration backoffMost,
    Duration stableAfter,
    int crashesUntilGivenUp) {
  public static final RuntimeSettings DEFAULT =
      new RuntimeSettings(
          Duration.ofSeconds(60),
          Duration.ofSeconds(10),
          1_000,
          Duration.ofSeconds(60),
          Duration.ofMinutes(10),
          Duration.ofMinutes(30),
          Duration.ofSeconds(5),
          Duration.ofMillis(500),
          Duration.ofMinutes(5),
          Duration.ofSeconds(30),
          5);
}
