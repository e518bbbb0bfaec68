package dev.sigil.core.scan.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.contrastsecurity.sarif.SarifSchema210;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.sigil.core.json.Json;
import dev.sigil.core.scan.CodeFrame;
import dev.sigil.core.scan.Confidence;
import dev.sigil.core.scan.Finding;
import dev.sigil.core.scan.FlowStep;
import dev.sigil.core.scan.KnownAdvisories;
import dev.sigil.core.scan.ScanReport;
import dev.sigil.core.scan.ServerProfile;
import dev.sigil.core.scan.Severity;
import dev.sigil.core.scan.ThreatClass;
import dev.sigil.core.scan.Verdict;
import dev.sigil.core.scan.Waived;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ReportsTest {
  private static final Finding BLOCKS =
      finding(ThreatClass.COMMAND_INJECTION, Severity.CRITICAL, Verdict.BLOCK, "src/a b.py", "f1");
  private static final Finding WARNS =
      finding(ThreatClass.SSRF, Severity.HIGH, Verdict.WARN, "x:y/ü.ts", "f2");
  private static final Finding NOTICE =
      finding(ThreatClass.EXPOSURE, Severity.INFO, Verdict.PASS, "", "f3");
  private static final ScanReport REPORT =
      new ScanReport(
          Verdict.BLOCK,
          "default",
          List.of(BLOCKS, WARNS, NOTICE),
          List.of(
              finding(ThreatClass.SECRET, Severity.HIGH, Verdict.BLOCK, ".env", "f4")
                  .waived(new Waived("A sample.", "key-1", Instant.parse("2027-01-01T00:00:00Z")))),
          List.of("f2"),
          ServerProfile.EMPTY,
          3,
          1_200,
          "sha256:0123456789abcdef",
          new KnownAdvisories("OSV", LocalDate.of(2026, 11, 20), 40));

  @Test
  void sarif_fitsTheOfficialSchema() throws IOException {
    assertThat(schema().validate(Sarif.of(REPORT))).isEmpty();
    ScanReport empty = new ScanReport(Verdict.PASS, List.of(), List.of(), 0, 0, "sha256:00");
    assertThat(schema().validate(Sarif.of(empty))).isEmpty();
  }

  @Test
  void sarifThatIsBroken_doesNotFit() throws IOException {
    JsonNode broken =
        Json.parse(Sarif.of(REPORT).toString().replace("\"startLine\":4", "\"startLine\":0"));

    assertThat(schema().validate(broken)).isNotEmpty();
  }

  @Test
  void sarif_saysPlaceFlowBaselineAndSuppression() {
    JsonNode results = Sarif.of(REPORT).path("runs").path(0).path("results");

    assertThat(results).hasSize(4);
    JsonNode first = byFingerprint(results, "f1");
    assertThat(first.path("level").asText()).isEqualTo("error");
    assertThat(first.at("/locations/0/physicalLocation/artifactLocation/uri").asText())
        .isEqualTo("src/a%20b.py");
    assertThat(first.at("/locations/0/physicalLocation/region/startColumn").asInt()).isEqualTo(5);
    assertThat(first.at("/codeFlows/0/threadFlows/0/locations")).hasSize(2);
    assertThat(byFingerprint(results, "f2").path("baselineState").asText()).isEqualTo("unchanged");
    assertThat(
            byFingerprint(results, "f2")
                .at("/locations/0/physicalLocation/artifactLocation/uri")
                .asText())
        .isEqualTo("x%3Ay/%C3%BC.ts");
    assertThat(byFingerprint(results, "f4").at("/suppressions/0/kind").asText())
        .isEqualTo("external");
    assertThat(byFingerprint(results, "f4").at("/suppressions/0/justification").asText())
        .isEqualTo("A sample. (waived by key-1 until 2027-01-01T00:00:00Z)");
  }

  @Test
  void reports_sayWhoWaivedAndHowOldTheAdvisoriesAre() {
    assertThat(TerminalReport.of(REPORT, false).lines())
        .contains(
            "waived .env:4:5  rule/SECRET  by key-1 until 2027-01-01T00:00:00Z: A sample.",
            "advisories: 40 of OSV, the newest of 2026-11-20");
    assertThat(MarkdownReport.of(REPORT))
        .contains("Waived: `rule/SECRET` in `.env` by key-1: A sample.")
        .contains("Advisories: OSV, the newest of 2026-11-20.");
  }

  @Test
  void sarif_isTheSameEachTime() {
    assertThat(Sarif.of(REPORT).toString()).isEqualTo(Sarif.of(REPORT).toString());
  }

  @Test
  void terminal_showsCodeStepsAndTheVerdictLast() {
    String text = TerminalReport.of(REPORT, false);

    assertThat(text.lines())
        .contains(
            "blocks It runs what a caller says.",
            "  > 4 |     run(cmd)",
            "      |     ^",
            "  1. src/a b.py:2  def tool(cmd):",
            "  why: Whoever shapes the value runs commands on the host.");
    assertThat(text.lines().toList().getLast())
        .isEqualTo(
            "block: 1 blocking, 0 warning, 1 known, 1 waived; 3 files, 1,200 bytes, policy default,"
                + " rules sha256:0123456789ab");
  }

  @Test
  void terminal_obeysNothingOfTheRepository() {
    Finding hostile =
        new Finding(
            "a/b",
            ThreatClass.SOURCE,
            Severity.HIGH,
            Confidence.HIGH,
            Verdict.WARN,
            "a\u001b[2J\u202e.py",
            1,
            1,
            "x",
            new CodeFrame(1, List.of("\u001b]0;owned\u0007", "\u200bhidden")),
            List.of(new FlowStep("p\r", 1, "\u009b31m"), new FlowStep("q", 2, "ok")),
            "m\n\u001b[31m",
            "f",
            "p");
    ScanReport report = new ScanReport(Verdict.WARN, List.of(hostile), List.of(), 1, 1, "r\u001b");

    for (String text : List.of(TerminalReport.of(report, false), MarkdownReport.of(report))) {
      assertThat(text).doesNotContain("\u001b", "\u0007", "\u202e", "\u009b", "\r", "\u200bhidden");
    }
  }

  @Test
  void markdown_neitherFormatsNorMentionsWhatTheRepositorySays() {
    Finding hostile =
        new Finding(
            "a/b",
            ThreatClass.SOURCE,
            Severity.HIGH,
            Confidence.HIGH,
            Verdict.BLOCK,
            "a`b.py",
            1,
            1,
            "x",
            new CodeFrame(1, List.of("~~~~~~~~", "<script>")),
            List.of(),
            "see [here](http://x) @everyone <b>",
            "f",
            "p");
    String text =
        MarkdownReport.of(new ScanReport(Verdict.BLOCK, List.of(hostile), List.of(), 1, 1, "r"));

    assertThat(text)
        .startsWith("### 1 finding blocks")
        .contains("\\[here\\]", "\\<b\\>", "`a'b.py:1`")
        .doesNotContain("@everyone");
    assertThat(text.lines().filter(line -> line.equals("~~~~~~~~"))).hasSize(2);
  }

  @Test
  void markdown_fitsIntoACheckRun() {
    Finding[] many = new Finding[2_000];
    Arrays.setAll(
        many,
        i -> finding(ThreatClass.SSRF, Severity.HIGH, Verdict.BLOCK, "src/" + i + ".py", "f" + i));
    ScanReport report = new ScanReport(Verdict.BLOCK, List.of(many), List.of(), 1, 1, "r");

    assertThat(MarkdownReport.of(report))
        .hasSizeLessThanOrEqualTo(MarkdownReport.MAX_CHARACTERS)
        .contains("more are in the report");
  }

  private static JsonNode byFingerprint(JsonNode results, String fingerprint) {
    for (JsonNode result : results) {
      if (result.at("/partialFingerprints/sigilFingerprint~1v1").asText().equals(fingerprint)) {
        return result;
      }
    }
    throw new AssertionError("no result " + fingerprint);
  }

  private static JsonSchema schema() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            SarifSchema210.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json"))) {
      JsonNode schema = Json.parse(in.readAllBytes());
      return JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(schema);
    }
  }

  private static Finding finding(
      ThreatClass threat, Severity severity, Verdict effect, String path, String fingerprint) {
    return new Finding(
        "rule/" + threat.name(),
        threat,
        severity,
        Confidence.HIGH,
        effect,
        path,
        path.isEmpty() ? 0 : 4,
        path.isEmpty() ? 0 : 5,
        "run(cmd)",
        path.isEmpty() ? CodeFrame.NONE : new CodeFrame(3, List.of("    # here", "    run(cmd)")),
        path.isEmpty()
            ? List.of()
            : List.of(new FlowStep(path, 2, "def tool(cmd):"), new FlowStep(path, 4, "run(cmd)")),
        "It runs what a caller says.",
        "Pass arguments as a list.",
        fingerprint);
  }
}
