package dev.sigil.functions.deploycompletion;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.build.Artifact;
import dev.sigil.core.codehost.HookDeliveries;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.deploy.ServerRuntime;
import dev.sigil.core.deploy.Trigger;
import dev.sigil.core.event.BuildFinished;
import dev.sigil.core.event.Event;
import dev.sigil.core.event.EventPublisher;
import dev.sigil.core.event.ReleaseChanged;
import dev.sigil.core.event.ScanPassed;
import dev.sigil.core.event.SourcePushed;
import dev.sigil.core.platform.Platform;
import dev.sigil.core.store.DocumentStore;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Finds open releases that nothing happens to and publishes the event of their stage again. This
 * heals what redelivery cannot: a crash between a commit and its publication, a lost outcome of a
 * build, a message in the dead letter. Thread-safe.
 */
public final class Reconciliation {
  private static final System.Logger LOG = System.getLogger(Reconciliation.class.getName());

  /** How many releases, and documents of older forms, one run looks at, the oldest first. */
  private static final int BATCH = 200;

  private final DocumentStore documents;
  private final Releases releases;
  private final DueServers due;
  private final MissedDeliveries missed;
  private final ServerRuntime runtime;
  private final EventPublisher events;
  private final Duration stalledAfter;
  private final Duration giveUpAfter;
  private final InstantSource clock;

  /** A reconciliation of a platform that no code host sends events to. */
  public Reconciliation(
      DocumentStore documents,
      ServerRuntime runtime,
      EventPublisher events,
      Duration stalledAfter,
      Duration giveUpAfter,
      InstantSource clock) {
    this(documents, runtime, events, HookDeliveries.NONE, stalledAfter, giveUpAfter, clock);
  }

  /** A reconciliation that also asks for deliveries that were missed. */
  public Reconciliation(
      DocumentStore documents,
      ServerRuntime runtime,
      EventPublisher events,
      HookDeliveries deliveries,
      Duration stalledAfter,
      Duration giveUpAfter,
      InstantSource clock) {
    this.documents = documents;
    this.releases = new Releases(documents, clock);
    this.due = new DueServers(new Deployments(documents, clock), runtime, clock);
    this.missed = new MissedDeliveries(deliveries, documents, clock);
    this.runtime = runtime;
    this.events = events;
    this.stalledAfter = stalledAfter;
    this.giveUpAfter = giveUpAfter;
    this.clock = clock;
  }

  /** The reconciliation on a platform. */
  public static Reconciliation on(Platform platform, DeployCompletionConfig config) {
    return new Reconciliation(
        platform.documents(),
        platform.servers(),
        platform.events(),
        platform.hookDeliveries(),
        config.stalledAfter(),
        config.giveUpAfter(),
        platform.clock());
  }

  /**
   * Revives what has stalled, gives up what was in one stage for too long, pauses and resumes the
   * servers that are due, asks for deliveries that were missed, brings some documents of older
   * forms up to date, and removes some that have expired.
   */
  public void run() {
    documents.migrate(BATCH);
    Instant now = clock.instant();
    documents.sweep(now, BATCH);
    due.run(BATCH);
    for (Release release : releases.stalled(now.minus(stalledAfter), BATCH)) {
      if (enteredAt(release).plus(giveUpAfter).isBefore(now)) {
        giveUp(release);
      } else {
        revive(release, now);
      }
    }
    missed.run();
  }

  /**
   * Revives every open release at once. For the start of a platform that ran all its functions
   * itself and was stopped: no step is under way, and the time it was stopped counts for nothing.
   */
  public void runAtStart() {
    Instant now = clock.instant();
    List<Release> open = releases.stalled(now, BATCH);
    open.forEach(release -> revive(release, now));
  }

  private void revive(Release release, Instant now) {
    releases
        .record(release.id(), open -> open.touched(now))
        .filter(current -> current.state().open())
        .ifPresent(current -> events.publish(eventOf(current)));
  }

  private void giveUp(Release release) {
    LOG.log(Level.WARNING, "Gave up release {0} in {1}", release.id(), release.state());
    runtime.discard(release.id());
    releases.fail(
        release.id(),
        new SigilException(
            ErrorCode.ATTEMPTS_EXHAUSTED,
            "The release did not leave its stage within "
                + giveUpAfter.toMinutes()
                + " minutes, although it was tried again."));
    events.publish(new ReleaseChanged(release.id()));
  }

  private static Instant enteredAt(Release release) {
    return release.stages().isEmpty()
        ? release.createdAt()
        : release.stages().getLast().startedAt();
  }

  private static Event eventOf(Release release) {
    Artifact artifact = release.artifact();
    boolean built =
        release.trigger() == Trigger.ROLLBACK
            || release.state().compareTo(ReleaseState.DEPLOYING) >= 0;
    if (built && artifact != null) {
      return BuildFinished.succeeded(release.id(), artifact);
    }
    return release.state().compareTo(ReleaseState.BUILDING) >= 0
        ? new ScanPassed(release.id())
        : new SourcePushed(release.id());
  }
}
