package dev.sigil.cli;

import dev.sigil.core.json.Json;
import dev.sigil.core.scan.ScanReport;
import dev.sigil.core.scan.render.MarkdownReport;
import dev.sigil.core.scan.render.Sarif;
import dev.sigil.core.scan.render.TerminalReport;
import picocli.CommandLine.Help.Ansi;

/** How a report is written. */
enum ReportFormat {
  TEXT,
  JSON,
  SARIF,
  MARKDOWN;

  /** The report with a line break at its end. */
  String write(ScanReport report, Ansi ansi) {
    return switch (this) {
      case TEXT -> TerminalReport.of(report, ansi.enabled());
      case JSON -> Json.pretty(Json.tree(report)) + "\n";
      case SARIF -> Json.pretty(Sarif.of(report)) + "\n";
      case MARKDOWN -> MarkdownReport.of(report);
    };
  }
}
