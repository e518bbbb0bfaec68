package dev.sigil.scanner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.scan.Finding;
import dev.sigil.core.scan.ScanReport;
import dev.sigil.core.scan.Verdict;
import dev.sigil.scanner.secret.SecretRules;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SourceScannerTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);
  private static final String TOKEN = "glpat-" + "Zk3vQ9xW7bTn" + "R2mYc8Ls";

  @Test
  void secretInShippedCode_blocksAndIsRedacted() {
    ScanReport report =
        Scans.scan(MemoryTree.of("src/main.py", "import os\nkey = '" + TOKEN + "'\n"));

    assertThat(report.verdict()).isEqualTo(Verdict.BLOCK);
    Finding finding = report.findings().getFirst();
    assertThat(finding.rule()).isEqualTo("secret/gitlab-token");
    assertThat(finding.line()).isEqualTo(2);
    assertThat(finding.excerpt()).isEqualTo("key = 'glpa…[26 characters]'");
    assertThat(report.toString()).doesNotContain(TOKEN);
  }

  @Test
  void secretInTest_warns() {
    ScanReport report = Scans.scan(MemoryTree.of("tests/main.py", "key = '" + TOKEN + "'\n"));

    assertThat(report.verdict()).isEqualTo(Verdict.WARN);
  }

  @Test
  void waivedFinding_isReportedButDoesNotCount() {
    MemoryTree tree = MemoryTree.of("main.py", "key = '" + TOKEN + "'\n");
    String fingerprint = Scans.scan(tree).findings().getFirst().fingerprint();

    ScanReport report = new SourceScanner(Set.of(fingerprint), CLOCK).scan(tree, "");

    assertThat(report.verdict()).isEqualTo(Verdict.PASS);
    assertThat(report.findings()).isEmpty();
    assertThat(report.suppressed()).hasSize(1);
  }

  @Test
  void fingerprint_survivesMovedLinesAndChangesWithTheSecret() {
    String before = fingerprint("key = '" + TOKEN + "'\n");
    String moved = fingerprint("\n\n  key  = '" + TOKEN + "'\n");
    String other = fingerprint("key = '" + TOKEN.replace('Z', 'Y') + "'\n");

    assertThat(moved).isEqualTo(before);
    assertThat(other).isNotEqualTo(before);
  }

  @Test
  void repositoryThatAsksToBeSpared_isNot() {
    MemoryTree tree =
        MemoryTree.of("main.py", "key = '" + TOKEN + "'  # gitleaks:allow nosec\n")
            .with(".gitleaks.toml", "[allowlist]\npaths = ['.*']\n")
            .with(".gitleaksignore", "main.py:gitlab-pat:1\n");

    ScanReport report = Scans.scan(tree);

    assertThat(report.verdict()).isEqualTo(Verdict.BLOCK);
    assertThat(report.findings())
        .extracting(Finding::rule)
        .contains("secret/gitlab-token", "manifest/scanner-config");
  }

  @Test
  void outsideTheBuiltFolder_countsLess() {
    MemoryTree tree = MemoryTree.of("other/main.py", "key = '" + TOKEN + "'\n");

    assertThat(new SourceScanner(Set.of(), CLOCK).scan(tree, "server").verdict())
        .isEqualTo(Verdict.WARN);
    assertThat(new SourceScanner(Set.of(), CLOCK).scan(tree, "other").verdict())
        .isEqualTo(Verdict.BLOCK);
  }

  @Test
  void longFile_isSeenAcrossStretches() {
    ScanLimits small = new ScanLimits(Duration.ofMinutes(1), 1 << 30, 64 * 1024, 1 << 20, 100);
    SourceScanner scanner =
        new SourceScanner(List.of(SecretRules.standard()), Set.of(), small, CLOCK);
    String filler = "x = 1\n".repeat(10_921);
    String content = filler + "key = '" + TOKEN + "'\n" + filler.repeat(3);

    ScanReport report = scanner.scan(MemoryTree.of("main.py", content), "");

    assertThat(report.findings()).hasSize(1);
    assertThat(report.findings().getFirst().line()).isEqualTo(10_922);
  }

  @Test
  void wideText_isRead() {
    byte[] wide = ("\uFEFFkey = '" + TOKEN + "'").getBytes(StandardCharsets.UTF_16LE);

    assertThat(Scans.scan(new MemoryTree().with("settings.conf", wide)).verdict())
        .isEqualTo(Verdict.BLOCK);
  }

  @Test
  void nulInSource_doesNotHideTheRest() {
    assertThat(Scans.rules("main.js", "\0\nconst k = '" + TOKEN + "'"))
        .contains("secret/gitlab-token");
  }

  @Test
  void timeOver_isNeverAPass() {
    InstantSource late = new Ticking();
    SourceScanner scanner = new SourceScanner(Set.of(), late);

    assertThatThrownBy(() -> scanner.scan(MemoryTree.of("a.py", "x = 1"), ""))
        .isInstanceOfSatisfying(
            SigilException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SCAN_INCOMPLETE));
  }

  @Test
  void tooLargeManifest_isIncomplete() {
    ScanLimits small = new ScanLimits(Duration.ofMinutes(1), 1 << 30, 64 * 1024, 100, 100);
    SourceScanner scanner = new SourceScanner(List.of(), Set.of(), small, CLOCK);

    assertThatThrownBy(() -> scanner.scan(MemoryTree.of("package.json", " ".repeat(101)), ""))
        .hasMessageContaining("package.json");
  }

  @Test
  void flood_isCutButDecided() {
    String many = ("key = '" + TOKEN + "'\n").repeat(1) + "\u200b x\n".repeat(5_000);

    ScanReport report = Scans.scan(MemoryTree.of("main.py", many));

    assertThat(report.verdict()).isEqualTo(Verdict.BLOCK);
    assertThat(report.findings()).hasSizeLessThan(60);
  }

  @Test
  void sameTree_givesEqualReports() {
    MemoryTree tree =
        MemoryTree.of("main.py", "key = '" + TOKEN + "'\n")
            .with("package.json", "{\"scripts\":{\"postinstall\":\"node x.js\"}}");

    assertThat(Scans.scan(tree)).isEqualTo(Scans.scan(tree));
  }

  private static String fingerprint(String content) {
    return Scans.find("main.py", content).getFirst().fingerprint();
  }

  /** A clock by which every look takes an hour. */
  private static final class Ticking implements InstantSource {
    private Instant now = Instant.EPOCH;

    @Override
    public Instant instant() {
      now = now.plusSeconds(3_600);
      return now;
    }
  }
}
