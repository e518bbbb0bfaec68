package dev.sigil.core.codehost;

import dev.sigil.core.codehost.ReleaseReport.Farewell;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.json.Json;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.core.store.DocumentStore.Transaction;
import dev.sigil.core.store.Index;
import dev.sigil.core.store.Index.Direction;
import dev.sigil.core.store.Query;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Lets one at a time report on a release. Who holds a report reads the release afterwards, so that
 * the last report shows the last state; who is turned away leaves a mark, so that the holder looks
 * once more; and who dies while holding is followed when its time is over. Thread-safe.
 */
public final class ReleaseReports {
  private static final String COLLECTION = "releaseReports";

  /** Longer than the few requests of one report take, each with its time-out. */
  public static final Duration HOLD = Duration.ofMinutes(2);

  public static final Index BY_DUE =
      new Index("releaseReportsByDue", COLLECTION, List.of(), "dueAt", Direction.ASCENDING);

  private final DocumentStore store;
  private final InstantSource clock;

  public ReleaseReports(DocumentStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Takes a report in hand; empty while another has it, or while its host asked to be left. */
  public Optional<ReleaseReport> hold(ReleaseId release) {
    Instant now = clock.instant();
    return store.transact(
        tx -> {
          ReleaseReport known = read(tx, release).orElseGet(() -> ReleaseReport.of(release));
          Instant held = known.heldUntil();
          Instant due = known.dueAt();
          if (held != null && now.isBefore(held)) {
            if (!known.missed()) {
              tx.put(COLLECTION, release.value(), Json.tree(known.turnedAway()));
            }
            return Optional.empty();
          }
          if (known.failures() > 0 && due != null && now.isBefore(due)) {
            return Optional.empty();
          }
          ReleaseReport mine = known.held(now.plus(HOLD));
          tx.put(COLLECTION, release.value(), Json.tree(mine));
          return Optional.of(mine);
        });
  }

  /**
   * Gives a report back; false when somebody was turned away meanwhile, so that it is due again.
   */
  public boolean giveBack(ReleaseReport report) {
    return store.transact(
        tx -> {
          Optional<ReleaseReport> known = read(tx, report.release());
          Farewell said = known.map(ReleaseReport::farewell).orElse(null);
          tx.put(COLLECTION, report.release().value(), Json.tree(report.leaving(said)));
          return known.filter(ReleaseReport::missed).isEmpty();
        });
  }

  /** What the host was shown of a release. */
  public Optional<ReleaseReport> get(ReleaseId release) {
    return store.get(COLLECTION, release.value()).map(document -> document.as(ReleaseReport.class));
  }

  /** Releases whose report is due by now, the longest due first. */
  public List<ReleaseId> due(int limit) {
    return store
        .query(new Query(BY_DUE, List.of(), Json.text(clock.instant()), limit, null))
        .map(document -> document.as(ReleaseReport.class).release())
        .items();
  }

  /** Inside a wider transaction: a release changed that the host was shown the end of. */
  public static void callUp(Transaction tx, ReleaseId release, Instant now) {
    read(tx, release)
        .ifPresent(known -> tx.put(COLLECTION, release.value(), Json.tree(known.calledUp(now))));
  }

  /**
   * Keeps what is left to show of a release that is about to be forgotten with its server: one that
   * was open a moment ago, or live. Of any other the report is forgotten with it.
   */
  public void leave(Deployment deployment, Release release) {
    store.transact(
        tx -> {
          Optional<ReleaseReport> known = read(tx, release.id());
          known.ifPresent(
              report -> {
                if (report.dueAt() == null && release.state() != ReleaseState.LIVE) {
                  tx.delete(COLLECTION, release.id().value());
                } else {
                  Farewell last = new Farewell(deployment, release.bare());
                  tx.put(
                      COLLECTION,
                      release.id().value(),
                      Json.tree(report.leaving(last).calledUp(clock.instant())));
                }
              });
          return known.isPresent();
        });
  }

  private static Optional<ReleaseReport> read(Transaction tx, ReleaseId release) {
    return tx.get(COLLECTION, release.value()).map(document -> document.as(ReleaseReport.class));
  }

  /** Forgets the report of a release. */
  public void delete(ReleaseId release) {
    store.delete(COLLECTION, release.value());
  }
}
