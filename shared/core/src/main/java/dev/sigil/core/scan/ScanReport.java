package dev.sigil.core.scan;

import static java.util.Objects.requireNonNullElse;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of scanning one tree. The same tree, rules and policy give an equal report.
 *
 * @param policy name of the policy that decided
 * @param rules identity of the rule set: a content hash, and the day of the advisories
 * @param advisories what dependencies were compared with; null in reports of earlier versions
 * @param findings sorted by path, line, column and rule
 * @param suppressed findings that a waiver of the platform takes out of the verdict; they are still
 *     shown. Nothing in the tree itself can waive
 * @param known fingerprints of findings that the last approved version had too, and that therefore
 *     do not decide; sorted
 * @param profile what the server offers and can do
 */
public record ScanReport(
    Verdict verdict,
    String policy,
    List<Finding> findings,
    List<Finding> suppressed,
    List<String> known,
    ServerProfile profile,
    int files,
    long bytes,
    String rules,
    @Nullable KnownAdvisories advisories) {
  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::path)
          .thenComparingInt(Finding::line)
          .thenComparingInt(Finding::column)
          .thenComparing(Finding::rule)
          .thenComparing(Finding::fingerprint);

  public ScanReport {
    policy = requireNonNullElse(policy, "default");
    findings = findings.stream().sorted(ORDER).toList();
    suppressed = suppressed.stream().sorted(ORDER).toList();
    known = requireNonNullElse(known, List.<String>of()).stream().sorted().distinct().toList();
    profile = requireNonNullElse(profile, ServerProfile.EMPTY);
  }

  /** A report by the default policy, without an earlier version to compare with. */
  public ScanReport(
      Verdict verdict,
      List<Finding> findings,
      List<Finding> suppressed,
      int files,
      long bytes,
      String rules) {
    this(
        verdict,
        "default",
        findings,
        suppressed,
        List.of(),
        ServerProfile.EMPTY,
        files,
        bytes,
        rules,
        null);
  }

  public ScanReport withVerdict(Verdict other) {
    return with(other, policy, findings, suppressed, known);
  }

  public ScanReport withFindings(List<Finding> other) {
    return with(verdict, policy, other, suppressed, known);
  }

  /** The same scan with another set of findings, as a policy judges it. */
  public ScanReport with(
      Verdict decided,
      String by,
      List<Finding> counted,
      List<Finding> waived,
      List<String> seenBefore) {
    return new ScanReport(
        decided, by, counted, waived, seenBefore, profile, files, bytes, rules, advisories);
  }

  /** The findings that have a say in the verdict, in order. */
  public List<Finding> deciding() {
    Set<String> old = new HashSet<>(known);
    return findings.stream().filter(finding -> !old.contains(finding.fingerprint())).toList();
  }
}
