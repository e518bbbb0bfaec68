package dev.sigil.embedded.runtime;

import dev.sigil.core.ErrorCode;
import dev.sigil.embedded.runtime.Fleet.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What a fleet remembers of instances that failed to start or ended by themselves: how many in a
 * row, until when nothing is to be started, and how many ended ones are still to be replaced.
 * Guarded by the fleet's lock.
 */
final class CrashRecord {
  private final Backoff backoff;
  private final InstantSource clock;
  private final int crashesUntilGivenUp;
  private int failures;
  private int owed;
  private Instant notBefore = Instant.MIN;
  private @Nullable String lastExit;

  CrashRecord(Surroundings around) {
    this.backoff = around.backoff();
    this.clock = around.clock();
    this.crashesUntilGivenUp = around.settings().crashesUntilGivenUp();
  }

  /**
   * Counts a crash and returns how long nothing is to be started.
   *
   * @param quick whether it continues the row of failures; otherwise it begins one
   * @param how it ended, in words for people
   */
  Duration add(boolean quick, String how) {
    failures = quick ? failures + 1 : 1;
    lastExit = how;
    Duration wait = backoff.after(failures);
    notBefore = clock.instant().plus(wait);
    return wait;
  }

  /** An instance that took requests has ended and is to be replaced. */
  void owe() {
    owed++;
  }

  int owed() {
    return owed;
  }

  /** Nothing is to be replaced any more. */
  void settle() {
    owed = 0;
  }

  /** Ends the row of failures. */
  void recovered() {
    failures = 0;
  }

  /** Ends the row of failures and the wait; one instance is owed when {@code replace}. */
  void forgive(boolean replace) {
    failures = 0;
    notBefore = Instant.MIN;
    owed = replace ? 1 : 0;
  }

  boolean holdsBack() {
    return clock.instant().isBefore(notBefore);
  }

  boolean givenUp() {
    return failures >= crashesUntilGivenUp;
  }

  /** What requests are told while the server keeps crashing. */
  Refusal refusal() {
    return new Refusal(ErrorCode.UNAVAILABLE, "keeps ending: " + lastExit);
  }

  /** How the last instance ended that crashed; null when none has. */
  @Nullable String lastExit() {
    return lastExit;
  }
}
