package dev.sigil.functions.scanjob;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Failure;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.deploy.Releases.Entry;
import dev.sigil.core.event.EventPublisher;
import dev.sigil.core.event.ScanPassed;
import dev.sigil.core.event.SourcePushed;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.scan.BillsOfMaterials;
import dev.sigil.core.scan.ScanReport;
import dev.sigil.core.scan.Scanner;
import dev.sigil.core.scan.StoredReport;
import dev.sigil.core.scan.Verdict;
import dev.sigil.core.scan.policy.Judgement;
import dev.sigil.core.scan.policy.Judgements;
import dev.sigil.core.scan.render.BlockedReason;
import dev.sigil.core.source.SourceFetcher;
import dev.sigil.core.source.SourceLimits;
import dev.sigil.core.source.SourceTree;
import java.util.Optional;

/** Lets a release's source through to its build, or blocks the release. Thread-safe. */
public final class ScanJob {
  /** Lists what a tree's manifests and lockfiles name. */
  @FunctionalInterface
  public interface Inventory {
    /**
     * The list, as CycloneDX JSON.
     *
     * @param application the name of what is built from {@code folder}
     */
    ObjectNode of(SourceTree tree, String folder, String application);
  }

  private final Releases releases;
  private final SourceFetcher sources;
  private final Scanner scanner;
  private final Judgements judgements;
  private final Inventory inventory;
  private final BillsOfMaterials bills;
  private final EventPublisher events;
  private final SourceLimits limits;

  public ScanJob(
      Releases releases,
      SourceFetcher sources,
      Scanner scanner,
      Judgements judgements,
      Inventory inventory,
      BillsOfMaterials bills,
      EventPublisher events,
      SourceLimits limits) {
    this.releases = releases;
    this.sources = sources;
    this.scanner = scanner;
    this.judgements = judgements;
    this.inventory = inventory;
    this.bills = bills;
    this.events = events;
    this.limits = limits;
  }

  public void run(SourcePushed event) {
    ReleaseId id = event.release();
    switch (releases.enter(id, ReleaseState.SCANNING)) {
      case Entry.Entered entered -> scan(entered.release(), entered.deployment());
      case Entry.Passed passed -> publishAgain(passed.release());
      case Entry.Ended ended -> {}
    }
  }

  private void scan(Release release, Deployment deployment) {
    ReleaseId id = release.id();
    if (release.scan() != null) {
      events.publish(new ScanPassed(id));
      return;
    }
    ScanReport report = report(release, deployment);
    ScanReport stored = StoredReport.of(report);
    if (report.verdict() == Verdict.BLOCK) {
      Failure failure =
          new Failure(
              ReleaseState.SCANNING,
              ErrorCode.SCAN_BLOCKED,
              BlockedReason.of(report),
              BlockedReason.HINT);
      releases.end(id, ReleaseState.BLOCKED, failure, open -> open.withScan(stored));
      return;
    }
    Optional<Release> recorded = releases.record(id, open -> open.withScan(stored));
    if (recorded.isPresent() && recorded.get().state().open()) {
      events.publish(new ScanPassed(id));
    }
  }

  private ScanReport report(Release release, Deployment deployment) {
    try (SourceTree tree = sources.fetch(deployment.repository(), release.push().after(), limits)) {
      Judgement judgement = judgements.of(deployment);
      ScanReport found = scanner.scan(tree, deployment.folder());
      bills.put(
          deployment.id(),
          release.push().after(),
          inventory.of(tree, deployment.folder(), deployment.name().value()));
      return judgement.of(judgement.compared(found));
    }
  }

  private void publishAgain(Release release) {
    if (release.state().open()) {
      events.publish(new ScanPassed(release.id()));
    }
  }
}
