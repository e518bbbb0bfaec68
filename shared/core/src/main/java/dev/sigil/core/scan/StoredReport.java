package dev.sigil.core.scan;

import dev.sigil.core.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The part of a report that is stored with its release, which is one document of at most 1 MiB: the
 * worst findings that fit, and a word on how many did not.
 */
public final class StoredReport {
  private static final int MAX_BYTES = 256 * 1024;

  private StoredReport() {}

  /** What is stored of {@code report}. */
  public static ScanReport of(ScanReport report) {
    List<Finding> findings = new ArrayList<>();
    List<Finding> suppressed = new ArrayList<>();
    int room = MAX_BYTES - fill(findings, report.findings(), MAX_BYTES);
    fill(suppressed, report.suppressed(), room);
    int dropped =
        report.findings().size() + report.suppressed().size() - findings.size() - suppressed.size();
    if (dropped > 0) {
      findings.add(notShown(dropped));
    }
    return report.with(report.verdict(), report.policy(), findings, suppressed, report.known());
  }

  private static int fill(List<Finding> target, List<Finding> source, int room) {
    Comparator<Finding> worstFirst =
        Comparator.comparing(Finding::effect).thenComparing(Finding::severity).reversed();
    int used = 0;
    for (Finding finding : source.stream().sorted(worstFirst).toList()) {
      int size = Json.bytes(finding).length;
      if (used + size <= room) {
        target.add(finding);
        used += size;
      }
    }
    return used;
  }

  private static Finding notShown(int count) {
    String rule = "scan/not-shown";
    return new Finding(
        rule,
        Severity.INFO,
        Verdict.PASS,
        "",
        0,
        "",
        count + " further findings do not fit into the report.",
        "Fix those that are shown; the next scan shows the others.",
        rule);
  }
}
