package dev.sigil.core.scan.policy;

import dev.sigil.core.scan.Finding;
import dev.sigil.core.scan.ScanReport;
import dev.sigil.core.scan.ServerProfile;
import dev.sigil.core.scan.Verdict;
import dev.sigil.core.scan.Waived;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a scan found into what it decides.
 *
 * @param policy what each finding does
 * @param waivedByOperator fingerprints that do not count, whatever they are
 * @param waivers of the workspace that hold now; they do not reach what protects others and blocks
 * @param approved the report of the last version that went live; null when there is none. What it
 *     had and did not suppress does not decide again, unless it protects others and blocks
 */
public record Judgement(
    ScanPolicy policy,
    Set<String> waivedByOperator,
    List<Waiver> waivers,
    @Nullable ScanReport approved) {
  public Judgement {
    waivedByOperator = Set.copyOf(waivedByOperator);
    waivers = List.copyOf(waivers);
  }

  /** By this policy alone. */
  public static Judgement by(ScanPolicy policy) {
    return new Judgement(policy, Set.of(), List.of(), null);
  }

  /** The report with effects, waivers and verdict decided. */
  public ScanReport of(ScanReport found) {
    List<Finding> counted = new ArrayList<>();
    List<Finding> suppressed = new ArrayList<>(found.suppressed());
    for (Finding finding : found.findings()) {
      Finding judged = finding.withEffect(policy.effect(finding));
      waiver(judged)
          .ifPresentOrElse(why -> suppressed.add(judged.waived(why)), () -> counted.add(judged));
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
    ScanReport judged = found.with(Verdict.PASS, policy.name(), counted, suppressed, known);
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

  private Optional<Waived> waiver(Finding finding) {
    if (waivedByOperator.contains(finding.fingerprint())) {
      return Optional.of(Waived.BY_OPERATOR);
    }
    return waivers.stream()
        .filter(waiver -> waiver.target().fits(finding) && !isProtecting(finding))
        .findFirst()
        .map(waiver -> new Waived(waiver.reason(), waiver.actor(), waiver.expiresAt()));
  }

  static boolean isProtecting(Finding finding) {
    return finding.effect() == Verdict.BLOCK && finding.threat().protectsOthers();
  }

  private static Verdict worst(List<Finding> findings) {
    return findings.stream()
        .map(Finding::effect)
        .max(Comparator.naturalOrder())
        .orElse(Verdict.PASS);
  }
}
