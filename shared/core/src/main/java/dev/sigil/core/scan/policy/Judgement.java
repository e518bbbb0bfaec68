package dev.sigil.core.scan.policy;

import dev.sigil.core.scan.Finding;
import dev.sigil.core.scan.ScanReport;
import dev.sigil.core.scan.ServerProfile;
import dev.sigil.core.scan.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a scan found into what it decides.
 *
 * @param policy what each finding does
 * @param waivedByOperator fingerprints that do not count, whatever they are
 * @param waivedByWorkspace fingerprints that do not count, unless they protect others and block
 * @param approved the report of the last version that went live; null when there is none. What it
 *     had and did not suppress does not decide again, unless it protects others and blocks
 */
public record Judgement(
    ScanPolicy policy,
    Set<String> waivedByOperator,
    Set<String> waivedByWorkspace,
    @Nullable ScanReport approved) {
  public Judgement {
    waivedByOperator = Set.copyOf(waivedByOperator);
    waivedByWorkspace = Set.copyOf(waivedByWorkspace);
  }

  /** By this policy alone. */
  public static Judgement by(ScanPolicy policy) {
    return new Judgement(policy, Set.of(), Set.of(), null);
  }

  /** The report with effects, waivers and verdict decided. */
  public ScanReport of(ScanReport found) {
    List<Finding> counted = new ArrayList<>();
    List<Finding> suppressed = new ArrayList<>(found.suppressed());
    for (Finding finding : found.findings()) {
      Finding judged = finding.withEffect(policy.effect(finding));
      (isWaived(judged) ? suppressed : counted).add(judged);
    }
    Set<String> before =
        approved == null
            ? Set.of()
            : approved.findings().stream().map(Finding::fingerprint).collect(Collectors.toSet());
    List<String> known =
        counted.stream()
            .filter(finding -> before.contains(finding.fingerprint()) && !isProtecting(finding))
            .map(Finding::fingerprint)
            .distinct()
            .toList();
    ScanReport judged =
        new ScanReport(
            Verdict.PASS,
            policy.name(),
            counted,
            suppressed,
            known,
            found.profile(),
            found.files(),
            found.bytes(),
            found.rules());
    return judged.withVerdict(worst(judged.deciding()));
  }

  /** The report with what it tells about the change from the approved version, not yet judged. */
  public ScanReport compared(ScanReport found) {
    ServerProfile before = approved == null ? ServerProfile.EMPTY : approved.profile();
    List<Finding> changes = ProfileChanges.between(before, found.profile());
    return changes.isEmpty()
        ? found
        : found.withFindings(Stream.concat(found.findings().stream(), changes.stream()).toList());
  }

  private boolean isWaived(Finding finding) {
    return waivedByOperator.contains(finding.fingerprint())
        || (waivedByWorkspace.contains(finding.fingerprint()) && !isProtecting(finding));
  }

  private static boolean isProtecting(Finding finding) {
    return finding.effect() == Verdict.BLOCK && finding.threat().protectsOthers();
  }

  private static Verdict worst(List<Finding> findings) {
    return findings.stream()
        .map(Finding::effect)
        .max(Comparator.naturalOrder())
        .orElse(Verdict.PASS);
  }
}
