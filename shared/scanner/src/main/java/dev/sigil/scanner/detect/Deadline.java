package dev.sigil.scanner.detect;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The moment after which a scan gives up; giving up is never a pass. */
public final class Deadline {
  private final InstantSource clock;
  private final Instant end;

  public Deadline(InstantSource clock, Duration budget) {
    this.clock = clock;
    this.end = clock.instant().plus(budget);
  }

  /**
   * Returns while there is time left.
   *
   * @throws SigilException {@code SCAN_INCOMPLETE} when the time is over
   */
  public void check() {
    if (clock.instant().isAfter(end)) {
      throw new SigilException(
          ErrorCode.SCAN_INCOMPLETE, "The scan did not finish in the time it is given.");
    }
  }
}
