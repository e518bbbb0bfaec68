package dev.sigil.core.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScanReportTest {
  @Test
  void reportOfAnEarlierVersion_isRead() {
    String stored =
        """
        {"verdict":"WARN","files":3,"bytes":90,"rules":"sha256:00","suppressed":[],
         "findings":[{"rule":"exposure/any-origin","severity":"INFO","effect":"PASS",
           "path":"a.js","line":4,"excerpt":"x","message":"m","fix":"f","fingerprint":"p"}]}
        """;

    ScanReport report = Json.convert(Json.parse(stored), ScanReport.class);

    assertThat(report.policy()).isEqualTo("default");
    assertThat(report.known()).isEmpty();
    assertThat(report.profile()).isEqualTo(ServerProfile.EMPTY);
    assertThat(report.findings().getFirst().confidence()).isEqualTo(Confidence.HIGH);
    assertThat(report.findings().getFirst().steps()).isEmpty();
  }

  @Test
  void finding_saysItsClassAndWhyItMatters() {
    String json = Json.tree(finding("f")).toString();

    assertThat(json)
        .contains("\"class\":\"SSRF\"")
        .contains("\"cwe\":\"CWE-918\"")
        .contains("\"owasp\":\"MCP05\"")
        .contains("\"why\":\"The server is made");
    assertThat(Json.convert(Json.parse(json), Finding.class)).isEqualTo(finding("f"));
  }

  @Test
  void knownFinding_doesNotDecide() {
    ScanReport report =
        new ScanReport(
            Verdict.WARN,
            "default",
            List.of(finding("old"), finding("new")),
            List.of(),
            List.of("old"),
            ServerProfile.EMPTY,
            1,
            1,
            "r",
            null);

    assertThat(report.deciding()).containsExactly(finding("new"));
  }

  static Finding finding(String fingerprint) {
    return new Finding(
        "taint/ssrf",
        ThreatClass.SSRF,
        Severity.HIGH,
        Confidence.HIGH,
        Verdict.WARN,
        "a.js",
        7,
        3,
        "fetch(url)",
        new CodeFrame(6, List.of("a", "fetch(url)", "b")),
        List.of(new FlowStep("a.js", 2, "url"), new FlowStep("a.js", 7, "fetch(url)")),
        "A caller chooses the address.",
        "Allow known hosts.",
        fingerprint);
  }
}
