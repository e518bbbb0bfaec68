package dev.sigil.core.scan;

import java.util.Comparator;
import java.util.List;

/**
 * The outcome of scanning one tree. The same tree and the same rules give an equal report.
 *
 * @param rules identity of the rule set: a content hash
 * @param findings sorted by path, line and rule
 * @param suppressed findings that a waiver of the platform takes out of the verdict; they are still
 *     shown. Nothing in the tree itself can waive
 */
public record ScanReport(
    Verdict verdict,
    List<Finding> findings,
    List<Finding> suppressed,
    int files,
    long bytes,
    String rules) {
  public ScanReport {
    Comparator<Finding> order =
        Comparator.comparing(Finding::path)
            .thenComparingInt(Finding::line)
            .thenComparing(Finding::rule);
    findings = findings.stream().sorted(order).toList();
    suppressed = suppressed.stream().sorted(order).toList();
  }
}
