package dev.sigil.gcp.runtime;

import dev.sigil.core.TransientException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Waits for what Google Cloud takes its time for, with growing pauses. Thread-safe. */
record Polling(Duration first, Duration most, Duration limit, InstantSource clock) {
  /**
   * Asks until there is an answer.
   *
   * @param what is waited for, to name it in the error
   * @throws TransientException when the limit passes, or the thread is interrupted
   */
  <T> T until(String what, Supplier<Optional<T>> question) {
    Instant end = clock.instant().plus(limit);
    Duration pause = first;
    while (true) {
      Optional<T> answer = question.get();
      if (answer.isPresent()) {
        return answer.get();
      }
      if (clock.instant().plus(pause).isAfter(end)) {
        throw new TransientException(what + " takes longer than " + limit.toSeconds() + " s");
      }
      sleep(what, pause);
      Duration twice = pause.multipliedBy(2);
      pause = twice.compareTo(most) < 0 ? twice : most;
    }
  }

  private static void sleep(String what, Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransientException("interrupted while waiting: " + what, e);
    }
  }
}
