package dev.sigil.core.codehost;

import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.json.Json;
import dev.sigil.core.store.DocumentStore;
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
          ReleaseReport known =
              tx.get(COLLECTION, release.value())
                  .map(document -> document.as(ReleaseReport.class))
                  .orElseGet(() -> ReleaseReport.of(release));
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
          boolean missed =
              tx.get(COLLECTION, report.release().value())
                  .map(document -> document.as(ReleaseReport.class))
                  .filter(ReleaseReport::missed)
                  .isPresent();
          tx.put(COLLECTION, report.release().value(), Json.tree(report));
          return !missed;
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

  /** Forgets the report of a release. */
  public void delete(ReleaseId release) {
    store.delete(COLLECTION, release.value());
  }
}
