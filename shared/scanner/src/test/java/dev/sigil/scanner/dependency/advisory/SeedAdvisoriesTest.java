package dev.sigil.scanner.dependency.advisory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.scanner.dependency.inventory.Ecosystem;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeedAdvisoriesTest {
  private static final SeedAdvisories SEED = SeedAdvisories.standard();

  /* Affected and repaired versions as the advisories of these servers and SDKs give them. */
  @ParameterizedTest
  @CsvSource({
    "NPM, mcp-remote, 0.1.15, 0.1.16, CVE-2025-6514",
    "NPM, @modelcontextprotocol/inspector, 0.14.0, 0.14.1, CVE-2025-49596",
    "NPM, @modelcontextprotocol/sdk, 1.23.0, 1.24.0, CVE-2025-66414",
    "NPM, @modelcontextprotocol/server-filesystem, 2025.1.14, 2025.7.1, CVE-2025-53110",
    "NPM, figma-developer-mcp, 0.6.2, 0.6.3, CVE-2025-53967",
    "NPM, @playwright/mcp, 0.0.39, 0.0.40, CVE-2025-9611",
    "NPM, n8n-mcp, 2.47.5, 2.47.14, CVE-2026-42449",
    "PYPI, mcp, 1.22.0, 1.23.0, CVE-2025-66416",
    "PYPI, mcp-atlassian, 0.16.1, 0.17.0, CVE-2026-27825",
    "PYPI, excel-mcp-server, 0.1.7, 0.1.8, CVE-2026-40576",
    "GO, github.com/modelcontextprotocol/go-sdk, v1.3.1, v1.4.0, CVE-2026-34742",
    "GO, github.com/grafana/mcp-grafana, v0.17.1, v0.17.2, CVE-2026-15583",
    "NPM, minimist, 1.2.5, 1.2.6, CVE-2021-44906",
    "PYPI, django, 2.2.0, 2.2.24, CVE-2021-33203",
    "MAVEN, org.apache.logging.log4j:log4j-core, 2.14.1, 2.15.0, CVE-2021-44228",
    "CARGO, tar, 0.4.35, 0.4.36, CVE-2021-38511"
  })
  void knownVulnerability_hasItsRange(
      Ecosystem ecosystem, String name, String affected, String repaired, String id) {
    List<Advisory> advisories =
        SEED.about(ecosystem, name).stream().filter(each -> each.name().equals(id)).toList();

    assertThat(advisories).hasSize(1);
    assertThat(advisories.getFirst().affects(ecosystem, affected)).isTrue();
    assertThat(advisories.getFirst().affects(ecosystem, repaired)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "NPM, postmark-mcp, 1.0.16, true",
    "NPM, postmark-mcp, 1.0.15, false",
    "NPM, axios, 1.14.1, true",
    "NPM, axios, 1.14.0, false",
    "PYPI, litellm, 1.82.8, true",
    "PYPI, litellm, 1.82.6, false"
  })
  void maliciousRelease_isKnown(Ecosystem ecosystem, String name, String version, boolean known) {
    assertThat(
            SEED.about(ecosystem, name).stream()
                .anyMatch(each -> each.malicious() && each.affects(ecosystem, version)))
        .isEqualTo(known);
  }

  @Test
  void everyBound_isAVersionOfItsEcosystem() {
    SEED.packages()
        .forEach(
            each -> {
              Ecosystem ecosystem =
                  Ecosystem.ofOsv(each.substring(0, each.indexOf(' '))).orElseThrow();
              VersionOrder order = VersionOrder.of(ecosystem);
              String name = each.substring(each.indexOf(' ') + 1);
              for (Advisory advisory : SEED.about(ecosystem, name)) {
                for (AffectedRange range : advisory.ranges()) {
                  assertThat(order.valid(range.introduced())).as(name + range).isTrue();
                  if (range.fixed() != null) {
                    assertThat(order.valid(range.fixed())).as(name + range).isTrue();
                    assertThat(range.holds(range.fixed(), order)).as(name + range).isFalse();
                    assertThat(range.introduced()).isNotEqualTo(range.fixed());
                  }
                }
              }
            });
  }

  @Test
  void provenance_saysHowOldItIs() {
    assertThat(SEED.provenance().date()).isAfter(LocalDate.of(2026, 1, 1));
    assertThat(SEED.provenance().advisories()).isGreaterThan(700);
  }

  @Test
  void union_tellsOnceWhatBothKnow() {
    SeedAdvisories other =
        SeedAdvisories.parse(
            """
            # date: 2026-01-01
            npm\tminimist\tGHSA-x CVE-2021-44906\tlow\t*\tsame
            npm\tminimist\tCVE-2099-1\tlow\t*\tnew
            """);
    Advisories union = new AdvisoriesUnion(SEED, other);

    assertThat(union.about(Ecosystem.NPM, "minimist"))
        .extracting(Advisory::name)
        .containsExactlyInAnyOrder("CVE-2020-7598", "CVE-2021-44906", "CVE-2099-1");
  }
}
