package dev.sigil.functions.deploycompletion;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.build.BuildPlan;
import dev.sigil.core.build.Visibility;
import dev.sigil.core.codehost.ReleaseReports;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.PreviewOf;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.deploy.Trigger;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.registry.Hosting;
import dev.sigil.core.registry.Publication;
import dev.sigil.core.registry.Publishing;
import dev.sigil.core.registry.RegistryNames;
import dev.sigil.core.registry.ServerJson;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.core.store.DocumentStore.Transaction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The one transaction in which a release becomes the live one: release, deployment, the release
 * before and the registry change together or not at all. Thread-safe.
 */
final class GoLive {
  private final DocumentStore store;
  private final RegistryNames names;
  private final InstantSource clock;

  GoLive(DocumentStore store, RegistryNames names, InstantSource clock) {
    this.store = store;
    this.names = names;
    this.clock = clock;
  }

  /** What became of a release. */
  enum Outcome {
    /** It is live, or was made so before. */
    LIVE,
    /** A newer one is live, or it has ended otherwise. */
    ENDED,
    /** Its deployment is deleted or being deleted. */
    GONE
  }

  /**
   * Whether the registry will take the release, asked before any traffic moves.
   *
   * @throws SigilException when it will not
   */
  void rehearse(ReleaseId id) {
    store.transact(
        tx -> {
          Optional<Release> release = Releases.read(tx, id);
          Optional<Deployment> deployment = Deployments.read(tx, id.deployment());
          if (release.isPresent() && deployment.filter(GoLive::isPublished).isPresent()) {
            publishing(tx, deployment.get(), release.get(), clock.instant());
          }
          return true;
        });
  }

  /**
   * Records that a verified release serves. One that a newer commit superseded in the moment in
   * which its traffic was moved is recorded too: the record says what is true, until the newer
   * release goes live in its turn.
   */
  Outcome record(ReleaseId id) {
    return store.transact(tx -> record(tx, id));
  }

  private Outcome record(Transaction tx, ReleaseId id) {
    Optional<Release> found = Releases.read(tx, id);
    Optional<Deployment> owner = Deployments.read(tx, id.deployment());
    if (found.isEmpty() || owner.isEmpty() || owner.get().state() == Deployment.State.DELETING) {
      return Outcome.GONE;
    }
    Release release = found.get();
    Deployment deployment = owner.get();
    if (release.state() == ReleaseState.LIVE) {
      return Outcome.LIVE;
    }
    Optional<Release> before = deployment.liveRelease().flatMap(live -> Releases.read(tx, live));
    boolean newer = before.isPresent() && before.get().number() > release.number();
    boolean verified =
        release.state() == ReleaseState.VERIFYING || release.state() == ReleaseState.SUPERSEDED;
    if (newer || !verified) {
      return Outcome.ENDED;
    }
    Instant now = clock.instant();
    Optional<Publishing> publishing =
        isPublished(deployment)
            ? Optional.of(publishing(tx, deployment, release, now))
            : Optional.empty();
    Visibility visibility = visibility(tx, deployment, plan(release));
    before.ifPresent(previous -> replaced(tx, previous, now));
    Releases.write(tx, release.entering(ReleaseState.LIVE, now));
    Deployments.write(tx, deployment.withLive(id, visibility, now));
    publishing.ifPresent(entry -> entry.write(tx));
    return Outcome.LIVE;
  }

  /* What a pull request would change is for those who review it. */
  private static boolean isPublished(Deployment deployment) {
    return deployment.preview() == null;
  }

  /* A preview is seen by whoever sees the server that it would change, whatever it says itself. */
  private static Visibility visibility(Transaction tx, Deployment deployment, BuildPlan plan) {
    PreviewOf preview = deployment.preview();
    return preview == null
        ? plan.visibility()
        : Deployments.read(tx, preview.parent())
            .map(Deployment::visibility)
            .orElse(Visibility.PRIVATE);
  }

  /* Its code host shows it as serving until it is told otherwise. */
  private static void replaced(Transaction tx, Release previous, Instant now) {
    ReleaseReports.callUp(tx, previous.id(), now);
    Releases.write(tx, previous.entering(ReleaseState.SUPERSEDED, now));
  }

  private Publishing publishing(
      Transaction tx, Deployment deployment, Release release, Instant now) {
    BuildPlan plan = plan(release);
    String catalogue = release.catalogue();
    if (catalogue == null) {
      throw new SigilException(ErrorCode.INTERNAL, "The release was never verified.");
    }
    return Publishing.prepare(
        tx,
        new Publication(
            ServerJson.of(names, deployment, plan),
            plan.visibility(),
            Hosting.of(deployment, release.id(), release.push().after(), catalogue),
            release.trigger() == Trigger.ROLLBACK),
        now);
  }

  static BuildPlan plan(Release release) {
    BuildPlan plan = release.plan();
    if (plan == null) {
      throw new SigilException(ErrorCode.INTERNAL, "The release was never planned.");
    }
    return plan;
  }
}
