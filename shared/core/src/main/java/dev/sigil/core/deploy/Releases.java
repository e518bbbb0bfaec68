package dev.sigil.core.deploy;

import dev.sigil.core.Digests;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.json.Json;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.core.store.DocumentStore.Transaction;
import dev.sigil.core.store.Index;
import dev.sigil.core.store.Index.Direction;
import dev.sigil.core.store.Page;
import dev.sigil.core.store.Query;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Releases and the only ways in which their state moves, each a compare-and-set in a transaction.
 * Repeating any of them changes nothing. Thread-safe.
 */
public final class Releases {
  static final String COLLECTION = "releases";

  public static final Index BY_DEPLOYMENT =
      new Index(
          "releasesByDeployment",
          COLLECTION,
          List.of("deployment"),
          "number",
          Direction.DESCENDING);
  public static final Index BY_PHASE =
      new Index("releasesByPhase", COLLECTION, List.of("phase"), "updatedAt", Direction.ASCENDING);

  private final DocumentStore store;
  private final InstantSource clock;

  public Releases(DocumentStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Creates the release that a push, a person or a rollback asks for. It becomes the deployment's
   * head and supersedes an open head; a push older than the head is recorded as superseded at once.
   *
   * @param key identity of the trigger, such as a webhook's delivery id: the same key makes the
   *     same release
   * @param rollbackOf the release whose scan, plan and artifact are used again, or null
   * @throws SigilException {@code NOT_FOUND} when the deployment is gone or being deleted
   */
  public Release begin(
      DeploymentId deployment,
      Trigger trigger,
      String key,
      Push push,
      @Nullable Release rollbackOf) {
    ReleaseId id = new ReleaseId(deployment + "-" + Digests.sha256Hex(key).substring(0, 16));
    return store.transact(tx -> begin(tx, id, trigger, push, rollbackOf));
  }

  private Release begin(
      Transaction tx, ReleaseId id, Trigger trigger, Push push, @Nullable Release rollbackOf) {
    Optional<Release> existing = read(tx, id);
    if (existing.isPresent()) {
      return existing.get();
    }
    Deployment deployment =
        Deployments.read(tx, id.deployment())
            .filter(found -> found.state() != Deployment.State.DELETING)
            .orElseThrow(() -> new SigilException(ErrorCode.NOT_FOUND, "The server is gone."));
    Deployment.Head head = deployment.head();
    boolean newest = head == null || push.newerThan(head.push());
    Optional<Release> openHead =
        head == null
            ? Optional.empty()
            : read(tx, head.release()).filter(release -> release.state().open());
    Instant now = clock.instant();
    Release queued =
        new Release(
                id,
                deployment.workspace(),
                deployment.id(),
                deployment.releases() + 1,
                trigger,
                push,
                ReleaseState.QUEUED,
                List.of(),
                now,
                now,
                newest ? openHead.map(Release::id).orElse(null) : null,
                rollbackOf == null ? null : rollbackOf.id(),
                null,
                rollbackOf == null ? null : rollbackOf.scan(),
                rollbackOf == null ? null : rollbackOf.plan(),
                rollbackOf == null ? null : rollbackOf.artifact(),
                null,
                null)
            .entering(newest ? ReleaseState.QUEUED : ReleaseState.SUPERSEDED, now);
    if (newest) {
      openHead.ifPresent(open -> write(tx, open.entering(ReleaseState.SUPERSEDED, now)));
      Deployments.write(tx, deployment.withHead(new Deployment.Head(id, push), now));
    } else {
      Deployments.write(tx, deployment.withStaleRelease(now));
    }
    write(tx, queued);
    return queued;
  }

  /** What {@link #enter} found. */
  public sealed interface Entry {
    /** The release is in the stage asked for: do its work, which may have been begun before. */
    record Entered(Release release, Deployment deployment) implements Entry {}

    /** The release has left the stage behind: publish what follows again, and acknowledge. */
    record Passed(Release release) implements Entry {}

    /** The release has ended, or never existed: acknowledge. */
    record Ended() implements Entry {}
  }

  /** Moves a release into {@code stage}, unless it is there, beyond it, ended, or not the head. */
  public Entry enter(ReleaseId id, ReleaseState stage) {
    return store.transact(
        tx -> {
          Optional<Release> found = read(tx, id);
          Optional<Deployment> deployment = Deployments.read(tx, id.deployment());
          if (found.isEmpty() || deployment.isEmpty()) {
            return new Entry.Ended();
          }
          Release release = found.get();
          if (!release.state().open()) {
            return release.state() == ReleaseState.LIVE
                ? new Entry.Passed(release)
                : new Entry.Ended();
          }
          if (!deployment.get().isHead(id)) {
            write(tx, release.entering(ReleaseState.SUPERSEDED, clock.instant()));
            return new Entry.Ended();
          }
          if (release.state().compareTo(stage) > 0) {
            return new Entry.Passed(release);
          }
          if (release.state() == stage) {
            return new Entry.Entered(release, deployment.get());
          }
          Release entered = release.entering(stage, clock.instant());
          write(tx, entered);
          return new Entry.Entered(entered, deployment.get());
        });
  }

  /**
   * Adds what a stage found to an open release. Returns the release as it is now, which is
   * unchanged when it has ended meanwhile; empty when it is gone.
   */
  public Optional<Release> record(ReleaseId id, UnaryOperator<Release> change) {
    return store.transact(
        tx -> {
          Optional<Release> found = read(tx, id);
          Optional<Release> changed =
              found.map(release -> release.state().open() ? change.apply(release) : release);
          changed.ifPresent(release -> write(tx, release));
          return changed;
        });
  }

  /** Ends an open release; does nothing when it has ended already. */
  public Optional<Release> end(
      ReleaseId id, ReleaseState state, @Nullable Failure failure, UnaryOperator<Release> change) {
    if (state.open() || state == ReleaseState.LIVE) {
      throw new IllegalArgumentException(state + " does not end a release");
    }
    return record(
        id,
        release -> {
          Release changed = change.apply(release);
          Release failed = failure == null ? changed : changed.withFailure(failure);
          return failed.entering(state, clock.instant());
        });
  }

  /** Ends an open release as failed in the stage it is in. */
  public Optional<Release> fail(ReleaseId id, SigilException cause) {
    return record(
        id,
        release ->
            release
                .withFailure(Failure.of(release.state(), cause))
                .entering(ReleaseState.FAILED, clock.instant()));
  }

  /** For the pipeline, which acts for every workspace. */
  public Optional<Release> get(ReleaseId id) {
    return store.get(COLLECTION, id.value()).map(document -> document.as(Release.class));
  }

  /** The release, seen from its workspace only. */
  public Optional<Release> find(WorkspaceId workspace, ReleaseId id) {
    return get(id).filter(release -> release.workspace().equals(workspace));
  }

  /** Newest first. The caller has checked that the deployment is its workspace's. */
  public Page<Release> list(DeploymentId deployment, int limit, @Nullable String cursor) {
    return store
        .query(Query.of(BY_DEPLOYMENT, limit, cursor, deployment.value()))
        .map(document -> document.as(Release.class));
  }

  /** Open releases that nothing has changed since {@code before}, oldest change first. */
  public List<Release> stalled(Instant before, int limit) {
    Query query = new Query(BY_PHASE, List.of("open"), Json.text(before), limit, null);
    return store.query(query).map(document -> document.as(Release.class)).items();
  }

  /** Reads inside a wider transaction. */
  public static Optional<Release> read(Transaction tx, ReleaseId id) {
    return tx.get(COLLECTION, id.value()).map(document -> document.as(Release.class));
  }

  /** Writes inside a wider transaction. */
  public static void write(Transaction tx, Release release) {
    tx.put(COLLECTION, release.id().value(), Json.tree(release));
  }

  /** Forgets a release, with its deployment. */
  public void delete(ReleaseId id) {
    store.delete(COLLECTION, id.value());
  }
}
