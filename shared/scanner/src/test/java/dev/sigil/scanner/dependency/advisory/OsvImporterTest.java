package dev.sigil.scanner.dependency.advisory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sigil.core.scan.Severity;
import dev.sigil.scanner.dependency.inventory.Ecosystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OsvImporterTest {
  private static final String MINIMIST =
      """
      {"schema_version": "1.7.0", "id": "GHSA-xvch-5gv4-984h", "aliases": ["CVE-2021-44906"],
       "modified": "2026-01-02T03:04:05.678Z", "summary": "Prototype Pollution in minimist",
       "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
       "affected": [{"package": {"ecosystem": "npm", "name": "minimist"},
         "ranges": [{"type": "SEMVER", "events": [
           {"fixed": "1.2.6"}, {"introduced": "1.0.0"}, {"introduced": "0"}, {"fixed": "0.2.4"}]},
           {"type": "GIT", "events": [{"introduced": "0"}]}]}]}
      """;
  private static final String MALICIOUS =
      """
      {"id": "MAL-2025-1", "modified": "2025-01-01T00:00:00Z", "summary": "bad",
       "affected": [{"package": {"ecosystem": "PyPI", "name": "Bad_Name"},
         "versions": ["1.0", "1.1"]}]}
      """;
  private static final String WITHDRAWN =
      """
      {"id": "GHSA-1", "withdrawn": "2025-01-01T00:00:00Z",
       "affected": [{"package": {"ecosystem": "npm", "name": "fine"},
         "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}]}]}]}
      """;

  @TempDir private Path folder;

  @Test
  void dump_becomesAnIndexThatKnowsTheSame() throws IOException {
    AdvisoryIndex index = AdvisoryIndex.open(imported(MINIMIST, MALICIOUS, WITHDRAWN));

    Advisory minimist = index.about(Ecosystem.NPM, "minimist").getFirst();
    assertThat(minimist.name()).isEqualTo("CVE-2021-44906");
    assertThat(minimist.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(minimist.affects(Ecosystem.NPM, "0.2.3")).isTrue();
    assertThat(minimist.affects(Ecosystem.NPM, "0.2.4")).isFalse();
    assertThat(minimist.affects(Ecosystem.NPM, "1.2.5")).isTrue();
    assertThat(minimist.fixFor(Ecosystem.NPM, "1.2.5")).hasValue("1.2.6");
    Advisory malicious = index.about(Ecosystem.PYPI, "bad-name").getFirst();
    assertThat(malicious.malicious()).isTrue();
    assertThat(malicious.affects(Ecosystem.PYPI, "1.1")).isTrue();
    assertThat(malicious.affects(Ecosystem.PYPI, "1.2")).isFalse();
    assertThat(index.about(Ecosystem.NPM, "fine")).isEmpty();
    assertThat(index.about(Ecosystem.PYPI, "minimist")).isEmpty();
    assertThat(index.provenance().date()).isEqualTo(LocalDate.of(2026, 1, 2));
    assertThat(index.provenance().advisories()).isEqualTo(2);
  }

  @Test
  void zipAndFolder_giveTheSameBytes() throws IOException {
    Path records = Files.createDirectory(folder.resolve("records"));
    Files.writeString(records.resolve("b.json"), MALICIOUS);
    Files.writeString(records.resolve("a.json"), MINIMIST);
    Path index = folder.resolve("other.index");
    new OsvImporter().read(records).write("OSV", index);

    assertThat(index).hasSameBinaryContentAs(imported(MALICIOUS, MINIMIST));
  }

  @Test
  void manyPackages_areAllFound() throws IOException {
    Path records = Files.createDirectory(folder.resolve("many"));
    for (int i = 0; i < 500; i++) {
      Files.writeString(
          records.resolve(i + ".json"),
          MINIMIST.replace("\"minimist\"", "\"package-" + i + "\"").replace("984h", "" + i));
    }
    Path file = folder.resolve("many.index");
    new OsvImporter().read(records).write("OSV", file);
    AdvisoryIndex index = AdvisoryIndex.open(file);

    for (int i = 0; i < 500; i++) {
      assertThat(index.about(Ecosystem.NPM, "package-" + i)).hasSize(1);
    }
    assertThat(index.about(Ecosystem.NPM, "package-500")).isEmpty();
  }

  @Test
  void sources_areTakenTogether() throws IOException {
    Path record = Files.writeString(folder.resolve("x.json"), MALICIOUS);

    Advisories advisories = AdvisorySources.of(record, null, InstantSource.fixed(Instant.EPOCH));

    assertThat(advisories.about(Ecosystem.PYPI, "bad-name")).hasSize(1);
    assertThat(advisories.about(Ecosystem.NPM, "minimist")).isNotEmpty();
    assertThat(advisories.provenance().date()).isEqualTo(LocalDate.of(2025, 1, 1));
  }

  @Test
  void whatIsNoIndexAndNoDump_isRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("x.index"), "no index at all, only words");
    Path cut = folder.resolve("cut.index");
    byte[] whole = Files.readAllBytes(imported(MINIMIST));
    Files.write(cut, Arrays.copyOf(whole, 14));

    assertThatThrownBy(() -> AdvisoryIndex.open(text)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AdvisoryIndex.open(cut)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new OsvImporter().read(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Path imported(String... records) throws IOException {
    Map<String, String> named = new TreeMap<>();
    for (String record : records) {
      named.put(record.replaceAll("(?s).*\"id\": \"([^\"]+)\".*", "$1") + ".json", record);
    }
    Path zip = folder.resolve("all.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (Map.Entry<String, String> record : named.entrySet()) {
        out.putNextEntry(new ZipEntry(record.getKey()));
        out.write(record.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    Path index = folder.resolve("zip.index");
    new OsvImporter().read(zip).write("OSV", index);
    return index;
  }
}
