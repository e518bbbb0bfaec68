package dev.sigil.core.scan.render;

import dev.sigil.core.scan.Finding;
import dev.sigil.core.scan.ScanReport;
import dev.sigil.core.scan.Verdict;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Tells a person which findings block a release, worst first. */
public final class BlockedReason {
  public static final String HINT =
      "Fix what the findings name, then push again; `sigil report` shows them in full. A secret that was pushed must be replaced where"
          + " it was issued. A finding that is none is waived with `sigil waivers add`; what protects"
          + " others only the operator can waive, in SIGIL_SCAN_WAIVED.";

  private static final int SHOWN = 5;

  private BlockedReason() {}

  public static String of(ScanReport report) {
    List<Finding> blocking =
        report.deciding().stream()
            .filter(finding -> finding.effect() == Verdict.BLOCK)
            .sorted(Comparator.comparing(Finding::severity).reversed())
            .toList();
    String shown =
        blocking.stream().limit(SHOWN).map(BlockedReason::line).collect(Collectors.joining("\n"));
    int more = blocking.size() - SHOWN;
    String count =
        blocking.size() == 1 ? "One finding blocks" : blocking.size() + " findings block";
    return count + " this release:\n" + shown + (more > 0 ? "\nand " + more + " more." : "");
  }

  private static String line(Finding finding) {
    String place = finding.line() > 0 ? finding.path() + ":" + finding.line() : finding.path();
    return "%s: %s %s (%s, fingerprint %s)"
        .formatted(place, finding.message(), finding.fix(), finding.rule(), finding.fingerprint());
  }
}
