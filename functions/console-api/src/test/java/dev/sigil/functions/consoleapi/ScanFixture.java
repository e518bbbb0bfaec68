package dev.sigil.functions.consoleapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.json.Json;
import dev.sigil.core.scan.CodeFrame;
import dev.sigil.core.scan.Confidence;
import dev.sigil.core.scan.Finding;
import dev.sigil.core.scan.KnownAdvisories;
import dev.sigil.core.scan.ScanReport;
import dev.sigil.core.scan.ServerProfile;
import dev.sigil.core.scan.Severity;
import dev.sigil.core.scan.ThreatClass;
import dev.sigil.core.scan.Verdict;
import dev.sigil.core.scan.Waived;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** What a scan of the fixture's server found. */
final class ScanFixture {
  static final Finding SSRF = finding("taint/ssrf", ThreatClass.SSRF, Verdict.WARN);
  static final Finding POISON = finding("poison/description", ThreatClass.POISONING, Verdict.BLOCK);
  static final Finding WAIVED =
      finding("taint/sql-injection", ThreatClass.SQL_INJECTION, Verdict.BLOCK)
          .waived(new Waived("A sample.", "key-1", Instant.parse("2027-01-01T00:00:00Z")));
  static final ScanReport REPORT =
      new ScanReport(
          Verdict.WARN,
          "default",
          List.of(SSRF, POISON),
          List.of(WAIVED),
          List.of(),
          ServerProfile.EMPTY,
          3,
          1_200,
          "sha256:00",
          new KnownAdvisories("OSV", LocalDate.of(2026, 11, 20), 40));

  static final ObjectNode BILL =
      Json.object().put("bomFormat", "CycloneDX").put("specVersion", "1.6");

  private ScanFixture() {}

  private static Finding finding(String rule, ThreatClass threat, Verdict effect) {
    return new Finding(
        rule,
        threat,
        Severity.HIGH,
        Confidence.HIGH,
        effect,
        "src/server.py",
        7,
        3,
        "fetch(url)",
        new CodeFrame(7, List.of("  fetch(url)")),
        List.of(),
        "A caller chooses the address.",
        "Allow known hosts.",
        "f-" + threat.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
  }
}
