package dev.sigil.core.scan.render;

import dev.sigil.core.scan.CodeFrame;
import dev.sigil.core.scan.Finding;
import dev.sigil.core.scan.FlowStep;
import dev.sigil.core.scan.KnownAdvisories;
import dev.sigil.core.scan.ScanReport;
import dev.sigil.core.scan.Verdict;
import dev.sigil.core.scan.Waived;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A report for a person at a terminal: what blocks last, so that it stands next to the prompt, each
 * finding with its code. Nothing of the repository reaches the terminal unescaped.
 */
public final class TerminalReport {
  private static final String RESET = "\u001b[0m";

  private final ScanReport report;
  private final boolean colours;
  private final StringBuilder text = new StringBuilder();

  private TerminalReport(ScanReport report, boolean colours) {
    this.report = report;
    this.colours = colours;
  }

  /** The report as text with a line break at its end. */
  public static String of(ScanReport report, boolean colours) {
    return new TerminalReport(report, colours).write();
  }

  private String write() {
    Set<String> known = new HashSet<>(report.known());
    List<Finding> shown =
        report.findings().stream()
            .filter(finding -> finding.effect() != Verdict.PASS)
            .sorted(
                Comparator.comparing(Finding::effect)
                    .thenComparing(Finding::severity)
                    .thenComparing(Finding::path)
                    .thenComparingInt(Finding::line))
            .toList();
    shown.forEach(finding -> finding(finding, known.contains(finding.fingerprint())));
    waived();
    notices();
    advisories();
    summary();
    return text.toString();
  }

  private void finding(Finding finding, boolean known) {
    boolean blocks = finding.effect() == Verdict.BLOCK;
    String word = known ? "known" : blocks ? "blocks" : "warns";
    text.append(styled(blocks && !known ? "1;31" : "1;33", word))
        .append(' ')
        .append(styled("1", clean(finding.message())))
        .append('\n');
    text.append("  ").append(clean(place(finding))).append("  ");
    text.append(
            styled(
                "2",
                clean(finding.rule())
                    + " · "
                    + lower(finding.severity())
                    + " · "
                    + lower(finding.confidence())
                    + " confidence · "
                    + finding.cwe()
                    + " · "
                    + finding.owasp()))
        .append('\n');
    frame(finding);
    steps(finding);
    text.append("  why: ").append(finding.why()).append('\n');
    text.append("  fix: ").append(clean(finding.fix())).append('\n');
    text.append(styled("2", "  fingerprint " + clean(finding.fingerprint()))).append("\n\n");
  }

  private void frame(Finding finding) {
    CodeFrame frame = finding.frame();
    int number = frame.firstLine();
    int width = String.valueOf(number + frame.lines().size()).length();
    for (String line : frame.lines()) {
      boolean meant = number == finding.line();
      String gutter = (meant ? "> " : "  ") + pad(number, width) + " | ";
      text.append("  ")
          .append(meant ? styled("1", gutter) : styled("2", gutter))
          .append(clean(line))
          .append('\n');
      if (meant && finding.column() > 0 && finding.column() <= line.length()) {
        text.append("  ").append(" ".repeat(width + 2)).append(" | ");
        text.append(" ".repeat(finding.column() - 1)).append(styled("1;31", "^")).append('\n');
      }
      number++;
    }
  }

  private void steps(Finding finding) {
    int number = 1;
    for (FlowStep step : finding.steps().size() > 1 ? finding.steps() : List.<FlowStep>of()) {
      String place = step.line() > 0 ? step.path() + ":" + step.line() : step.path();
      text.append("  ").append(number++).append(". ").append(clean(place)).append("  ");
      text.append(clean(step.text())).append('\n');
    }
  }

  private void waived() {
    for (Finding finding : report.suppressed()) {
      Waived why = finding.waived();
      text.append(styled("2", "waived " + clean(place(finding)) + "  " + clean(finding.rule())));
      if (why != null) {
        String end = why.until() == null ? "" : " until " + why.until();
        text.append(styled("2", "  by " + clean(why.by()) + end + ": " + clean(why.reason())));
      }
      text.append('\n');
    }
    text.append(report.suppressed().isEmpty() ? "" : "\n");
  }

  private void notices() {
    List<Finding> notices =
        report.findings().stream().filter(finding -> finding.effect() == Verdict.PASS).toList();
    if (notices.isEmpty()) {
      return;
    }
    text.append(styled("2", notices.size() + (notices.size() == 1 ? " notice" : " notices")));
    text.append('\n');
    for (Finding notice : notices) {
      text.append(styled("2", "  " + clean(place(notice)) + "  " + clean(notice.rule())))
          .append('\n');
    }
    text.append('\n');
  }

  private void advisories() {
    KnownAdvisories advisories = report.advisories();
    if (advisories != null) {
      text.append(
          styled(
              "2",
              "advisories: %,d of %s, the newest of %s"
                  .formatted(advisories.count(), clean(advisories.source()), advisories.newest())));
      text.append('\n');
    }
  }

  private void summary() {
    long blocking = count(Verdict.BLOCK);
    long warning = count(Verdict.WARN);
    String style =
        switch (report.verdict()) {
          case PASS -> "1;32";
          case WARN -> "1;33";
          case BLOCK -> "1;31";
        };
    text.append(styled(style, lower(report.verdict())))
        .append(
            ": %d blocking, %d warning, %d known, %d waived; %,d files, %,d bytes, policy %s, rules %s%n"
                .formatted(
                    blocking,
                    warning,
                    report.known().size(),
                    report.suppressed().size(),
                    report.files(),
                    report.bytes(),
                    clean(report.policy()),
                    clean(report.rules().substring(0, Math.min(19, report.rules().length()))))
                .replace("\r\n", "\n"));
  }

  private long count(Verdict effect) {
    return report.deciding().stream().filter(finding -> finding.effect() == effect).count();
  }

  private static String place(Finding finding) {
    String column = finding.column() > 0 ? ":" + finding.column() : "";
    return finding.line() > 0
        ? finding.path() + ":" + finding.line() + column
        : finding.path().isEmpty() ? "(repository)" : finding.path();
  }

  private String styled(String style, String content) {
    return colours ? "\u001b[" + style + "m" + content + RESET : content;
  }

  private static String pad(int number, int width) {
    String digits = String.valueOf(number);
    return " ".repeat(Math.max(0, width - digits.length())) + digits;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** Text without anything that a terminal obeys or hides. */
  public static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              switch (Character.getType(point)) {
                case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    clean.append(String.format(Locale.ROOT, "\\u{%04X}", point));
                default -> clean.appendCodePoint(point);
              }
            });
    return clean.toString();
  }
}
