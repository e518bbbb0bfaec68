package dev.sigil.core.scan.render;

import dev.sigil.core.scan.Finding;
import dev.sigil.core.scan.FlowStep;
import dev.sigil.core.scan.KnownAdvisories;
import dev.sigil.core.scan.ScanReport;
import dev.sigil.core.scan.Verdict;
import dev.sigil.core.scan.Waived;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A report for a check run: a verdict, a table, and the worst findings in full, within the 65,535
 * characters that GitHub takes. Text of the repository can neither format nor link nor mention.
 */
public final class MarkdownReport {
  public static final int MAX_CHARACTERS = 65_535;
  private static final int ROOM_FOR_END = 400;

  private MarkdownReport() {}

  public static String of(ScanReport report) {
    StringBuilder text = new StringBuilder();
    List<Finding> counting =
        report.deciding().stream()
            .filter(finding -> finding.effect() != Verdict.PASS)
            .sorted(
                Comparator.comparing(Finding::effect)
                    .thenComparing(Finding::severity)
                    .reversed()
                    .thenComparing(Finding::path)
                    .thenComparingInt(Finding::line))
            .toList();
    text.append("### ").append(headline(report, counting)).append("\n\n");
    int shown = 0;
    for (Finding finding : counting) {
      String section = section(finding);
      if (text.length() + section.length() > MAX_CHARACTERS - ROOM_FOR_END) {
        break;
      }
      text.append(section);
      shown++;
    }
    if (shown < counting.size()) {
      text.append("_").append(counting.size() - shown).append(" more are in the report._\n\n");
    }
    waived(report, text);
    text.append(
        "%d known from the approved version, %d waived, %d files. Policy `%s`, rules `%s`.%n"
            .formatted(
                report.known().size(),
                report.suppressed().size(),
                report.files(),
                code(report.policy()),
                code(report.rules()))
            .replace("\r\n", "\n"));
    KnownAdvisories advisories = report.advisories();
    if (advisories != null) {
      text.append("Advisories: ").append(plain(advisories.source())).append(", the newest of ");
      text.append(advisories.newest()).append(".\n");
    }
    return text.toString();
  }

  private static void waived(ScanReport report, StringBuilder text) {
    for (Finding finding : report.suppressed()) {
      Waived why = finding.waived();
      if (why != null) {
        String line =
            "Waived: `%s` in `%s` by %s: %s\n\n"
                .formatted(
                    code(finding.rule()),
                    code(finding.path()),
                    plain(why.by()),
                    plain(why.reason()));
        boolean fits = text.length() + line.length() <= MAX_CHARACTERS - ROOM_FOR_END;
        text.append(fits ? line : "");
      }
    }
  }

  private static String headline(ScanReport report, List<Finding> counting) {
    long blocking = counting.stream().filter(finding -> finding.effect() == Verdict.BLOCK).count();
    return switch (report.verdict()) {
      case PASS -> "Nothing stands in the way of this version";
      case WARN -> counting.size() + " warnings, nothing blocks";
      case BLOCK -> blocking + (blocking == 1 ? " finding blocks" : " findings block");
    };
  }

  private static String section(Finding finding) {
    StringBuilder text = new StringBuilder();
    String place = finding.line() > 0 ? finding.path() + ":" + finding.line() : finding.path();
    text.append("#### ").append(finding.effect() == Verdict.BLOCK ? "Blocks: " : "Warns: ");
    text.append(plain(finding.message())).append("\n\n");
    text.append("`").append(code(place)).append("` · `").append(code(finding.rule()));
    text.append("` · ").append(finding.severity().name().toLowerCase(Locale.ROOT)).append(" · ");
    text.append(finding.cwe()).append(" · ").append(finding.owasp()).append("\n\n");
    if (!finding.frame().lines().isEmpty()) {
      text.append("~~~~~~~~\n");
      int number = finding.frame().firstLine();
      for (String line : finding.frame().lines()) {
        String mark = number == finding.line() ? "> " : "  ";
        text.append(mark).append(number++).append(" | ");
        text.append(TerminalReport.clean(line).replace("~~~~~~~~", "~ ~")).append('\n');
      }
      text.append("~~~~~~~~\n\n");
    }
    if (finding.steps().size() > 1) {
      for (FlowStep step : finding.steps()) {
        text.append("1. `").append(code(step.path() + ":" + step.line())).append("` `");
        text.append(code(step.text())).append("`\n");
      }
      text.append('\n');
    }
    text.append("**Why:** ").append(finding.why()).append("  \n**Fix:** ");
    text.append(plain(finding.fix())).append("  \nFingerprint `");
    text.append(code(finding.fingerprint())).append("`\n\n");
    return text.toString();
  }

  /** Text to stand inside backticks, where only a backtick has meaning. */
  public static String code(String text) {
    return TerminalReport.clean(text).replace('`', '\'');
  }

  /** Text of strangers, without any meaning as Markdown or mention. */
  public static String plain(String text) {
    String clean = TerminalReport.clean(text);
    StringBuilder plain = new StringBuilder(clean.length());
    for (int i = 0; i < clean.length(); i++) {
      char c = clean.charAt(i);
      if ("\\*_{}[]<>#|~!".indexOf(c) >= 0) {
        plain.append('\\');
      }
      plain.append(c);
    }
    return plain.toString().replace("@", "@\u200b");
  }
}
