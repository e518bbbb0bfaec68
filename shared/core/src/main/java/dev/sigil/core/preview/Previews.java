package dev.sigil.core.preview;

import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.PreviewOf;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.json.Json;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.core.store.DocumentStore.Transaction;
import dev.sigil.core.store.Index;
import dev.sigil.core.store.Index.Direction;
import dev.sigil.core.store.Page;
import dev.sigil.core.store.Query;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of every pull request's preview. Whoever changes it makes it due at once, so that
 * an event that was lost is made up for by the clock; one at a time brings a server to what is
 * wanted, and looks once more when something changed meanwhile. Thread-safe.
 */
public final class Previews {
  private static final String COLLECTION = "previews";

  /** Longer than one look at a preview takes: a few requests to the code host and the runtime. */
  private static final Duration HOLD = Duration.ofMinutes(5);

  /** For how long events of a pull request that was closed may arrive late. */
  private static final Duration KEPT = Duration.ofDays(30);

  public static final Index BY_DUE =
      new Index("previewsByDue", COLLECTION, List.of(), "dueAt", Direction.ASCENDING);
  public static final Index BY_PARENT =
      new Index(
          "previewsByParent", COLLECTION, List.of("parent"), "createdAt", Direction.DESCENDING);
  public static final Index BY_REQUEST =
      new Index(
          "previewsByRequest", COLLECTION, List.of("request"), "createdAt", Direction.ASCENDING);

  private final DocumentStore store;
  private final InstantSource clock;

  public Previews(DocumentStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Takes over what an event shows of a pull request against a deployment's branch, unless a later
   * one was taken over before.
   *
   * @return the preview when something is to be done for it
   */
  public Optional<Preview> see(Deployment parent, PullRequestEvent seen) {
    DeploymentId id = PreviewOf.id(parent.id(), seen.number());
    Instant now = clock.instant();
    return store.transact(
        tx -> {
          Optional<Preview> known = read(tx, id);
          if (known.isEmpty()) {
            return first(tx, Preview.of(parent, seen, now), now);
          }
          return known.get().outlasts(seen)
              ? Optional.empty()
              : disturb(tx, known.get().seeing(seen, now), now);
        });
  }

  /** As {@link #see(Deployment, PullRequestEvent)}, of a preview that is known already. */
  public Optional<Preview> see(DeploymentId id, PullRequestEvent seen) {
    Instant now = clock.instant();
    return store.transact(
        tx ->
            read(tx, id)
                .filter(known -> !known.outlasts(seen))
                .flatMap(known -> disturb(tx, known.seeing(seen, now), now)));
  }

  /* Of one that is over before it began the end is kept, for events that arrive late. */
  private static Optional<Preview> first(Transaction tx, Preview fresh, Instant now) {
    if (fresh.ending() == null) {
      return disturb(tx, fresh, now);
    }
    write(tx, fresh.with(fresh.turn(), null, now.plus(KEPT)));
    return Optional.empty();
  }

  private static Optional<Preview> disturb(Transaction tx, Preview changed, Instant now) {
    if (changed.ending() != null && changed.removed()) {
      write(tx, changed);
      return Optional.empty();
    }
    Turn turn = changed.turn();
    Preview due =
        turn.heldAt(now)
            ? changed.with(turn.disturbed(), turn.heldUntil(), null)
            : changed.with(Turn.FREE, now, null);
    write(tx, due);
    return Optional.of(due);
  }

  /** Changes what is wanted; empty when there is no such preview, or it stays as it was. */
  public Optional<Preview> change(DeploymentId id, UnaryOperator<Preview> change) {
    Instant now = clock.instant();
    return store.transact(
        tx -> {
          Optional<Preview> known = read(tx, id);
          return known
              .map(change)
              .filter(changed -> !changed.equals(known.get()))
              .flatMap(changed -> disturb(tx, changed, now));
        });
  }

  /**
   * Takes a preview in hand; empty while another has it, or when there is none. Who is turned away
   * leaves a mark.
   */
  public Optional<Preview> hold(DeploymentId id) {
    Instant now = clock.instant();
    return store.transact(
        tx -> {
          Optional<Preview> known = read(tx, id);
          if (known.isEmpty()) {
            return known;
          }
          Turn turn = known.get().turn();
          if (turn.heldAt(now)) {
            if (!turn.missed()) {
              write(tx, known.get().with(turn.disturbed(), known.get().dueAt(), null));
            }
            return Optional.empty();
          }
          Instant until = now.plus(HOLD);
          Preview mine = known.get().with(new Turn(until, false, turn.failures()), until, null);
          write(tx, mine);
          return Optional.of(mine);
        });
  }

  /**
   * Keeps what was done while it was in hand, beside what others changed meanwhile.
   *
   * @return the preview as it is now; empty when it is gone
   */
  public Optional<Preview> keep(DeploymentId id, UnaryOperator<Preview> done) {
    return store.transact(
        tx -> {
          Optional<Preview> kept = read(tx, id).map(done);
          kept.ifPresent(preview -> write(tx, preview));
          return kept;
        });
  }

  /**
   * Gives a preview back.
   *
   * @param due when it is looked at again at the latest; null for never
   * @return false when something changed meanwhile, so that it is due again
   */
  public boolean giveBack(DeploymentId id, @Nullable Instant due) {
    return release(id, preview -> 0, due);
  }

  /** Gives a preview back whose work failed; it is due again at {@code due}. */
  public void postpone(DeploymentId id, Instant due) {
    release(id, preview -> preview.turn().failures() + 1, due);
  }

  private boolean release(DeploymentId id, ToIntFunction<Preview> failures, @Nullable Instant due) {
    Instant now = clock.instant();
    return store.transact(
        tx -> {
          Optional<Preview> known = read(tx, id);
          boolean missed = known.filter(preview -> preview.turn().missed()).isPresent();
          known.ifPresent(
              preview -> {
                boolean over = preview.ending() != null && preview.removed();
                Instant until = over && due == null ? now.plus(KEPT) : null;
                Turn free = new Turn(null, false, failures.applyAsInt(preview));
                write(tx, preview.with(free, missed ? now : due, until));
              });
          return !missed;
        });
  }

  public Optional<Preview> get(DeploymentId id) {
    return store.get(COLLECTION, id.value()).map(document -> document.as(Preview.class));
  }

  /** Previews of a deployment, the newest first; those that were removed too, for a while. */
  public Page<Preview> ofParent(DeploymentId parent, int limit, @Nullable String cursor) {
    return store
        .query(Query.of(BY_PARENT, limit, cursor, parent.value()))
        .map(document -> document.as(Preview.class));
  }

  /** Every preview of a pull request. */
  public List<Preview> ofRequest(String request) {
    return store
        .query(Query.of(BY_REQUEST, Query.MAX_LIMIT, null, request))
        .map(document -> document.as(Preview.class))
        .items();
  }

  /** Previews that are due by now, the longest due first. */
  public List<DeploymentId> due(int limit) {
    return store
        .query(new Query(BY_DUE, List.of(), Json.text(clock.instant()), limit, null))
        .map(document -> document.as(Preview.class).id())
        .items();
  }

  private static Optional<Preview> read(Transaction tx, DeploymentId id) {
    return tx.get(COLLECTION, id.value()).map(document -> document.as(Preview.class));
  }

  private static void write(Transaction tx, Preview preview) {
    tx.put(COLLECTION, preview.id().value(), Json.tree(preview));
  }
}
