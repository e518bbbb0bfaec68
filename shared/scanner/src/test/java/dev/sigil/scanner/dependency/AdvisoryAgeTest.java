package dev.sigil.scanner.dependency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sigil.core.scan.Finding;
import dev.sigil.core.scan.ScanReport;
import dev.sigil.core.scan.Verdict;
import dev.sigil.scanner.MemoryTree;
import dev.sigil.scanner.SourceScanner;
import dev.sigil.scanner.dependency.advisory.Advisories;
import dev.sigil.scanner.dependency.advisory.AdvisoriesUnion;
import dev.sigil.scanner.dependency.advisory.Advisory;
import dev.sigil.scanner.dependency.advisory.SeedAdvisories;
import dev.sigil.scanner.dependency.inventory.Ecosystem;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdvisoryAgeTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final MemoryTree TREE = MemoryTree.of("requirements.txt", "some-thing==1.0\n");

  @Test
  void importOlderThanAWeek_warnsWithItsDayAndNotItsAge() {
    ScanReport report = scan(imported("2026-11-14"), NOON, TREE);

    assertThat(report.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.rule()).isEqualTo("dependency/outdated-advisories");
              assertThat(finding.effect()).isEqualTo(Verdict.WARN);
              assertThat(finding.excerpt()).contains("2026-11-14");
            });
    assertThat(scan(imported("2026-11-14"), NOON.plusSeconds(86_400), TREE)).isEqualTo(report);
  }

  @Test
  void freshImport_isOnlyNamed() {
    ScanReport report = scan(imported("2026-11-15"), NOON, TREE);

    assertThat(report.findings()).isEmpty();
    assertThat(report.advisories()).isEqualTo(imported("2026-11-15").provenance().known());
  }

  @Test
  void whatShips_isNoticedAndDoesNotCount() {
    Instant later = Instant.parse("2027-06-01T00:00:00Z");

    assertThat(scan(SeedAdvisories.standard(), later, TREE).findings())
        .extracting(Finding::rule, Finding::effect)
        .containsExactly(tuple("dependency/few-advisories", Verdict.PASS));
    assertThat(scan(SeedAdvisories.standard(), later, MemoryTree.of("a.py", "x = 1")).findings())
        .isEmpty();
  }

  private static ScanReport scan(Advisories advisories, Instant now, MemoryTree tree) {
    return new SourceScanner(List.of(), advisories, InstantSource.fixed(now)).scan(tree, "");
  }

  private static Advisories imported(String day) {
    Advisories dump =
        new Advisories() {
          @Override
          public List<Advisory> about(Ecosystem ecosystem, String name) {
            return List.of();
          }

          @Override
          public Provenance provenance() {
            return new Provenance("OSV", LocalDate.parse(day), 1, "d");
          }
        };
    return new AdvisoriesUnion(dump, SeedAdvisories.standard());
  }
}
