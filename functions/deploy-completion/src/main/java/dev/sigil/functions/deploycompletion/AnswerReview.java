package dev.sigil.functions.deploycompletion;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Failure;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.deploy.Trigger;
import dev.sigil.core.scan.CatalogueScanner;
import dev.sigil.core.scan.Finding;
import dev.sigil.core.scan.ScanReport;
import dev.sigil.core.scan.ServerProfile;
import dev.sigil.core.scan.StoredReport;
import dev.sigil.core.scan.Verdict;
import dev.sigil.core.scan.policy.Judgement;
import dev.sigil.core.scan.policy.Judgements;
import dev.sigil.core.scan.policy.Policies;
import dev.sigil.core.scan.render.BlockedReason;
import dev.sigil.core.tool.ToolCatalogue;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Judges what a candidate answered by the policy and the waivers that judged its source. An answer
 * in which nothing is found costs no read. Thread-safe.
 */
public final class AnswerReview {
  private static final ScanReport UNSCANNED =
      new ScanReport(Verdict.PASS, List.of(), List.of(), 0, 0, "");

  private final CatalogueScanner scanner;
  private final Judgements judgements;

  public AnswerReview(CatalogueScanner scanner, Judgements judgements) {
    this.scanner = scanner;
    this.judgements = judgements;
  }

  /**
   * The outcome.
   *
   * @param report the release's report with what was found in the answer; null when it has neither
   * @param failure why the release may not go live; null when it may
   */
  record Outcome(@Nullable ScanReport report, @Nullable Failure failure) {
    /** The release with the report. */
    Release onto(Release release) {
      return report == null ? release : release.withScan(report);
    }
  }

  /**
   * Judges an answer.
   *
   * @param live the release that serves now; null when there is none
   * @param liveTools what it answered; null when that is not known
   */
  Outcome of(
      Release release,
      Deployment deployment,
      Answer answer,
      @Nullable Release live,
      @Nullable ToolCatalogue liveTools) {
    ScanReport scan = release.scan();
    ServerProfile source = scan == null ? ServerProfile.EMPTY : scan.profile();
    ToolCatalogue before = release.trigger() == Trigger.ROLLBACK ? null : liveTools;
    List<Finding> found = scanner.scan(answer.tools(), answer.texts(), before, source);
    if (found.isEmpty()) {
      return new Outcome(scan, null);
    }
    boolean counts = found.stream().anyMatch(finding -> finding.effect() != Verdict.PASS);
    Judgement judgement =
        counts
            ? judgements.of(deployment, live == null ? null : live.scan())
            : Judgement.by(Policies.standard());
    ScanReport judged = judgement.of(UNSCANNED.withFindings(found));
    ScanReport merged = StoredReport.of(merged(scan == null ? UNSCANNED : scan, judged));
    return new Outcome(merged, judged.verdict() == Verdict.BLOCK ? failure(judged) : null);
  }

  private static Failure failure(ScanReport judged) {
    return new Failure(
        ReleaseState.VERIFYING,
        ErrorCode.SCAN_BLOCKED,
        "The running server answered what its scan does not let pass. " + BlockedReason.of(judged),
        BlockedReason.HINT);
  }

  /* An event that is delivered again finds the same, which the report then holds already. */
  private static ScanReport merged(ScanReport scan, ScanReport judged) {
    Set<String> again =
        Stream.concat(judged.findings().stream(), judged.suppressed().stream())
            .map(Finding::fingerprint)
            .collect(Collectors.toSet());
    Verdict verdict =
        judged.verdict().compareTo(scan.verdict()) > 0 ? judged.verdict() : scan.verdict();
    return scan.with(
        verdict,
        scan.rules().isEmpty() ? judged.policy() : scan.policy(),
        joined(scan.findings(), again, judged.findings()),
        joined(scan.suppressed(), again, judged.suppressed()),
        Stream.concat(scan.known().stream(), judged.known().stream()).toList());
  }

  private static List<Finding> joined(
      List<Finding> before, Set<String> again, List<Finding> found) {
    return Stream.concat(
            before.stream().filter(finding -> !again.contains(finding.fingerprint())),
            found.stream())
        .toList();
  }
}
