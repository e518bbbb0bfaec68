package dev.sigil.scanner.dependency.advisory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.scan.Severity;
import dev.sigil.scanner.dependency.inventory.Ecosystem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionsTest {
  /* In PEP 440's own words: the summary of permitted suffixes and their relative order. */
  @Test
  void pythonVersions_followPep440() {
    assertOrder(
        Ecosystem.PYPI,
        "1.dev0",
        "1.0.dev456",
        "1.0a1",
        "1.0a2.dev456",
        "1.0a12.dev456",
        "1.0a12",
        "1.0b1.dev456",
        "1.0b2",
        "1.0b2.post345.dev456",
        "1.0b2.post345",
        "1.0rc1.dev456",
        "1.0rc1",
        "1.0",
        "1.0.post456.dev34",
        "1.0.post456",
        "1.0.15",
        "1.1.dev1",
        "1!0.1");
    assertThat(compare(Ecosystem.PYPI, "1.0", "v1.0.0+local.1")).isZero();
    assertThat(compare(Ecosystem.PYPI, "1.0-1", "1.0.post1")).isZero();
  }

  @Test
  void semanticVersions_followTheirSpecification() {
    assertOrder(
        Ecosystem.NPM,
        "1.0.0-alpha",
        "1.0.0-alpha.1",
        "1.0.0-alpha.beta",
        "1.0.0-beta.2",
        "1.0.0-beta.11",
        "1.0.0-rc.1",
        "1.0.0",
        "1.0.1",
        "1.10.0");
    assertThat(compare(Ecosystem.CARGO, "1.0.0+a", "1.0.0+b")).isZero();
  }

  @Test
  void goPseudoVersions_areBeforeTheirRelease() {
    assertOrder(
        Ecosystem.GO,
        "v0.0.0-20210921155107-089bfa567519",
        "v0.0.0-20220314234659-1baeb1ce4c0b",
        "v0.1.0-0.20220101000000-abcdefabcdef",
        "v0.1.0",
        "v2.0.0+incompatible");
  }

  @Test
  void mavenVersions_followMaven() {
    assertOrder(
        Ecosystem.MAVEN,
        "1.0-alpha-1",
        "1.0-beta1",
        "1.0-rc1",
        "1.0-SNAPSHOT",
        "1.0",
        "1.0-sp1",
        "1.0.1",
        "1.10");
    assertThat(compare(Ecosystem.MAVEN, "5.2.20.RELEASE", "5.2.20")).isNotNegative();
  }

  @ParameterizedTest
  @CsvSource({
    "NPM, ^1.2.3, 1.2.3, 1.9.0, 2.0.0",
    "NPM, ~1.2.3, 1.2.3, 1.2.9, 1.3.0",
    "NPM, >=1.0.0 <1.5.0 || ^2.1.0, 1.0.0, 2.2.0, 1.6.0",
    "CARGO, 1.2, 1.2.0, 1.9.0, 2.0.0",
    "CARGO, '>=1.0, <1.5', 1.0.0, 1.4.0, 1.5.0",
    "PYPI, '>=1.0,<2', 1.0, 1.9, 2.0",
    "PYPI, ~=1.4.2, 1.4.2, 1.4.9, 1.5",
    "PYPI, ==1.*, 1, 1.7, 2.0",
    "PYPI, ^0.2.3, 0.2.3, 0.2.9, 0.3.0"
  })
  void range_allowsWhatItsToolInstalls(
      Ecosystem ecosystem, String range, String lowest, String allowed, String refused) {
    VersionRange parsed = VersionRange.parse(ecosystem, range).orElseThrow();

    assertThat(parsed.lowest()).isEqualTo(lowest);
    assertThat(parsed.allows().test(allowed)).isTrue();
    assertThat(parsed.allows().test(refused)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"NPM, *", "NPM, latest", "NPM, <2.0.0", "PYPI, <2", "PYPI, '>=a'", "GO, v1.0.0"})
  void rangeWithoutLowerBound_isNoRange(Ecosystem ecosystem, String range) {
    assertThat(VersionRange.parse(ecosystem, range)).isEmpty();
  }

  @Test
  void advisory_affectsItsRangesOnly() {
    Advisory advisory =
        new Advisory(
            "X-1",
            List.of(),
            List.of(
                new AffectedRange("0", "1.0.0", null), new AffectedRange("2.0.0", null, "2.3.0")),
            List.of("9.9.9-broken.x"),
            Severity.HIGH,
            "",
            false);

    assertThat(advisory.affects(Ecosystem.NPM, "0.9.9")).isTrue();
    assertThat(advisory.affects(Ecosystem.NPM, "1.0.0-rc.1")).isTrue();
    assertThat(advisory.affects(Ecosystem.NPM, "1.0.0")).isFalse();
    assertThat(advisory.affects(Ecosystem.NPM, "2.3.0")).isTrue();
    assertThat(advisory.affects(Ecosystem.NPM, "2.3.1")).isFalse();
    assertThat(advisory.affects(Ecosystem.NPM, "9.9.9-broken.x")).isTrue();
    assertThat(advisory.affects(Ecosystem.NPM, "not a version")).isFalse();
    assertThat(advisory.fixFor(Ecosystem.NPM, "0.1.0")).hasValue("1.0.0");
    assertThat(advisory.fixFor(Ecosystem.NPM, "2.1.0")).isEmpty();
  }

  private static int compare(Ecosystem ecosystem, String left, String right) {
    return VersionOrder.of(ecosystem).compare(left, right);
  }

  private static void assertOrder(Ecosystem ecosystem, String... versions) {
    VersionOrder order = VersionOrder.of(ecosystem);
    for (int i = 0; i < versions.length; i++) {
      assertThat(order.valid(versions[i])).as(versions[i]).isTrue();
      for (int j = 0; j < versions.length; j++) {
        assertThat(Integer.signum(order.compare(versions[i], versions[j])))
            .as(versions[i] + " " + versions[j])
            .isEqualTo(Integer.compare(i, j));
      }
    }
  }
}
