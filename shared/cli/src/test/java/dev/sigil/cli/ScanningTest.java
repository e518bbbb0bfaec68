package dev.sigil.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person decides about scans, and what a scan is given. */
final class ScanningTest {
  @TempDir Path home;
  private FakePlatform platform;
  private StringWriter out;
  private StringWriter err;

  @BeforeEach
  void start() throws IOException {
    platform = new FakePlatform();
    out = new StringWriter();
    err = new StringWriter();
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void waiver_isAddedForAServer() {
    platform.on(
        "POST /api/v1/deployments/weather/waivers",
        "{\"id\":\"w1\",\"fingerprint\":\"f1\",\"expiresAt\":\"2027-01-01T00:00:00Z\"}");

    assertThat(
            run("waivers", "add", "weather", "--fingerprint", "f1", "--reason", "x", "--days", "7"))
        .isZero();

    assertThat(out.toString()).contains("f1", "2027-01-01", "w1");
    assertThat(Json.parse(platform.seen.getFirst().body()))
        .isEqualTo(Json.parse("{\"reason\":\"x\",\"days\":7,\"fingerprint\":\"f1\"}"));
    assertThat(run("waivers", "add", "weather", "--fingerprint", "f1")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void waivers_areListedAndRemoved() {
    platform.on(
        "GET /api/v1/waivers?limit=100",
        """
        {"items":[{"id":"w1","rule":"taint/ssrf","path":"src","by":"k1","expired":false,
                   "expiresAt":"2027-01-01T00:00:00Z","reason":"internal"}]}
        """);
    platform.on("DELETE /api/v1/waivers/w1", "{\"id\":\"w1\"}");

    assertThat(run("waivers", "list")).isZero();
    assertThat(out.toString()).contains("taint/ssrf in src  all", "internal");
    assertThat(run("waivers", "remove", "w1")).isZero();
  }

  @Test
  void policy_isShownAndSet() {
    String policy =
        "{\"policy\":\"strict\",\"description\":\"More.\",\"classes\":{\"SSRF\":\"BLOCK\"}}";
    platform.on("GET /api/v1/scan-policy", policy);
    platform.on("PUT /api/v1/scan-policy", policy);

    assertThat(run("policy", "show")).isZero();
    assertThat(out.toString()).contains("strict: More.", "SSRF  BLOCK");
    assertThat(run("policy", "set", "strict", "--class", "ssrf=block", "--json")).isZero();
    assertThat(platform.seen.getLast().body())
        .isEqualTo("{\"policy\":\"strict\",\"classes\":{\"SSRF\":\"BLOCK\"}}");
  }

  @Test
  void report_isThatOfTheNewestScannedRelease() {
    platform.on(
        "GET /api/v1/deployments/weather/releases?limit=100",
        """
        {"items":[{"id":"r3","number":3,"state":"scanning","trigger":"push"},
                  {"id":"r2","number":2,"state":"blocked","trigger":"push"},
                  {"id":"r1","number":1,"state":"live","trigger":"push"}]}
        """);
    String report =
        """
        {"verdict":"BLOCK","policy":"default","findings":[],"suppressed":[],"files":3,"bytes":9,
         "rules":"sha256:00","advisories":{"source":"OSV","newest":"2026-11-20","count":4}}
        """;
    platform.on("GET /api/v1/releases/r2/report", report);
    platform.on("GET /api/v1/releases/r1/report", report);

    assertThat(run("report", "weather")).isZero();
    assertThat(out.toString()).contains("block: 0 blocking", "the newest of 2026-11-20");
    assertThat(run("report", "weather", "--release", "1", "--format", "sarif")).isZero();
    assertThat(platform.seen.getLast().request()).endsWith("/r1/report");
    platform.on("GET /api/v1/releases/r1/bill-of-materials", "{\"bomFormat\":\"CycloneDX\"}");
    assertThat(run("report", "weather", "--release", "1", "--format", "cyclonedx")).isZero();
    assertThat(platform.seen.getLast().request()).endsWith("/r1/bill-of-materials");
    assertThat(run("report", "weather", "--release", "9")).isEqualTo(ExitCode.FAILURE);
  }

  @Test
  void importedAdvisories_areUsedByTheNextScan(@TempDir Path checkout) throws IOException {
    Path record = checkout.resolve("MAL-1.json");
    Files.writeString(
        record,
        """
        {"id":"MAL-2026-1","modified":"2026-11-20T00:00:00Z","summary":"Steals",
         "affected":[{"package":{"ecosystem":"npm","name":"left-pat"},
                      "ranges":[{"type":"SEMVER","events":[{"introduced":"0"}]}]}]}
        """);
    assertThat(run("advisories", "import", record.toString())).isZero();
    assertThat(out.toString()).contains("Imported 1 advisories, the newest of 2026-11-20");
    Files.delete(record);
    Files.writeString(
        checkout.resolve("package.json"),
        "{\"name\":\"x\",\"dependencies\":{\"left-pat\":\"1.0.0\"}}");

    assertThat(run("scan", checkout.toString(), "--json")).isEqualTo(ExitCode.FAILURE);
    assertThat(out.toString()).contains("malware/dependency", "\"newest\" : \"2026-11-20\"");
    assertThat(run("advisories", "import", "absent")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void scan_writesABillOfMaterials(@TempDir Path checkout) throws IOException {
    Files.writeString(checkout.resolve("requirements.txt"), "requests==2.32.3\n");

    assertThat(run("scan", checkout.toString(), "--format", "cyclonedx")).isZero();
    assertThat(Json.parse(out.toString()).at("/components/0/purl").asText())
        .isEqualTo("pkg:pypi/requests@2.32.3");
  }

  @Test
  void scan_takesGitleaksRulesAndNamesThoseItCannot(@TempDir Path checkout) throws IOException {
    Path rules = home.resolve("gitleaks.toml");
    Files.writeString(
        rules,
        """
        [[rules]]
        id = "acme"
        regex = '''acme-[a-z0-9]{12}'''
        keywords = ["acme-"]
        [[rules]]
        id = "looks-ahead"
        regex = '''x(?=y)'''
        keywords = ["x"]
        """);
    Files.writeString(checkout.resolve("config.py"), "KEY = 'acme-q7x2m9k4p1zt'\n");

    assertThat(run("scan", checkout.toString(), "--rules", rules.toString())).isZero();
    assertThat(out.toString()).contains("secret/gitleaks-acme");
    assertThat(err.toString()).contains("looks-ahead");
    assertThat(run("scan", checkout.toString(), "--rules", home.resolve("no").toString()))
        .isEqualTo(ExitCode.FAILURE);
  }

  private int run(String... arguments) {
    Map<String, String> environment =
        Map.of(
            "SIGIL_URL", platform.url(), "SIGIL_TOKEN", "sgl_test", "SIGIL_DATA", home + "/data");
    Session session =
        new Session(
            environment,
            new BufferedReader(new StringReader("")),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            false);
    return Cli.execute(session, arguments);
  }
}
