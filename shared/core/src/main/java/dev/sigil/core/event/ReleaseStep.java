package dev.sigil.core.event;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.deploy.Failure;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.log.LogContext;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What every step of the pipeline does around its work, so that each failure ends in one of two
 * ways: recorded with the release and acknowledged, or thrown to be tried again.
 *
 * <ul>
 *   <li>{@link SigilException}: the same input would meet it again, so the release fails.
 *   <li>Anything else, expected or not, is tried again. On the last attempt the release fails with
 *       {@code ATTEMPTS_EXHAUSTED}, and the message goes to the dead letter.
 *   <li>A malformed event names no release; it escapes, attempt after attempt, to the dead letter.
 * </ul>
 *
 * Thread-safe.
 */
public final class ReleaseStep {
  private static final System.Logger LOG = System.getLogger(ReleaseStep.class.getName());

  private final Releases releases;
  private final EventPublisher events;
  private final InstantSource clock;
  private final ReleaseState last;
  private final Consumer<ReleaseId> abandon;

  /**
   * A step.
   *
   * @param events told that the release may have changed, after each attempt that is not repeated
   * @param last the last stage that this step works in: a late delivery harms no release beyond it
   * @param abandon frees what the step holds for a release that fails; may be repeated
   */
  public ReleaseStep(
      Releases releases,
      EventPublisher events,
      InstantSource clock,
      ReleaseState last,
      Consumer<ReleaseId> abandon) {
    this.releases = releases;
    this.events = events;
    this.clock = clock;
    this.last = last;
    this.abandon = abandon;
  }

  /** Runs {@code work} for one delivery. */
  public <E extends Event> void run(
      Delivery delivery, Class<E> type, Function<E, ReleaseId> subject, Consumer<E> work) {
    E event = Objects.requireNonNull(delivery.event(type), "the event is null");
    ReleaseId release = Objects.requireNonNull(subject.apply(event), "the event has no release");
    LogContext.Scope outer = LogContext.with("release", release.value());
    LogContext.Scope inner = LogContext.with("delivery", delivery.id());
    try {
      attempt(release, () -> work.accept(event));
      tell(release);
    } catch (RuntimeException e) {
      throw escaping(delivery, release, e);
    } finally {
      inner.close();
      outer.close();
    }
  }

  private void attempt(ReleaseId release, Runnable work) {
    try {
      work.run();
    } catch (SigilException e) {
      LOG.log(Level.INFO, "The release failed: {0} {1}", e.code(), e.getMessage());
      abandon.accept(release);
      fail(release, e);
    }
  }

  private TransientException escaping(Delivery delivery, ReleaseId release, RuntimeException e) {
    LOG.log(
        Level.WARNING,
        "Attempt " + delivery.attempt() + " of " + delivery.maxAttempts() + " failed",
        e);
    if (delivery.lastAttempt() && !awaited(e)) {
      giveUp(delivery, release, e);
    }
    return e instanceof TransientException transientFailure
        ? transientFailure
        : new TransientException("unexpected " + e.getClass().getSimpleName(), e);
  }

  /* Who says when to come again is believed: the reconciliation of stalled releases comes then. */
  private static boolean awaited(RuntimeException e) {
    return e instanceof TransientException refused && refused.notBefore().isPresent();
  }

  /* What prevents this too is found again by the reconciliation of stalled releases. */
  private void giveUp(Delivery delivery, ReleaseId release, RuntimeException cause) {
    String problem =
        cause instanceof TransientException ? cause.getMessage() : "an unexpected error";
    try {
      fail(
          release,
          new SigilException(
              ErrorCode.ATTEMPTS_EXHAUSTED,
              "The platform tried "
                  + delivery.attempt()
                  + " times, the last time it met: "
                  + problem
                  + "."));
      abandon.accept(release);
      tell(release);
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  /* The work is done, whoever is told of it; who shows releases looks after them by itself too. */
  private void tell(ReleaseId release) {
    try {
      events.publish(new ReleaseChanged(release));
    } catch (TransientException e) {
      LOG.log(Level.WARNING, "Nobody was told that the release changed", e);
    }
  }

  private void fail(ReleaseId id, SigilException cause) {
    releases.record(
        id,
        release ->
            release.state().compareTo(last) > 0
                ? release
                : release
                    .withFailure(Failure.of(release.state(), cause))
                    .entering(ReleaseState.FAILED, clock.instant()));
  }
}
