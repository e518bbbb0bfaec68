package dev.sigil.functions.consoleapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.account.AuditLog;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.scan.BillsOfMaterials;
import dev.sigil.core.scan.ThreatClass;
import dev.sigil.core.scan.Verdict;
import dev.sigil.core.scan.policy.ScanSettings;
import dev.sigil.core.scan.policy.Waiver;
import dev.sigil.core.scan.policy.Waivers;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.testkit.http.FakeHttpRequest;
import dev.sigil.testkit.http.FakeHttpResponse;
import java.time.InstantSource;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScanRoutesTest {
  private static final String POLICY = "/api/v1/scan-policy";
  private static final String REPORT = "/api/v1/releases/{release}/report";

  private final ConsoleFixture console = new ConsoleFixture();
  private final Release live = console.goLive(console.deploy());

  @Test
  void report_isReadInEachFormat() {
    JsonNode json = console.data(report(""));
    assertThat(json.path("verdict").asText()).isEqualTo("WARN");
    assertThat(json.at("/suppressed/0/waived/reason").asText()).isEqualTo("A sample.");
    assertThat(json.at("/advisories/newest").asText()).isEqualTo("2026-11-20");

    FakeHttpResponse sarif = report("?format=sarif");
    assertThat(sarif.header("Content-Type")).isEqualTo("application/sarif+json");
    assertThat(sarif.json().at("/runs/0/results")).hasSize(3);
    assertThat(report("?format=markdown").text()).startsWith("### ");
    assertThat(report("?format=pdf").status()).isEqualTo(400);
  }

  @Test
  void billOfMaterials_isReadInTheEnvelopeOrBare() {
    String template = "/api/v1/releases/{release}/bill-of-materials";
    String address = "/api/v1/releases/" + live.id() + "/bill-of-materials";

    assertThat(console.data(console.send("get", template, address, null)))
        .isEqualTo(ScanFixture.BILL);
    FakeHttpRequest bare =
        FakeHttpRequest.of("GET", address)
            .bearer(console.admin)
            .header("Accept", "application/vnd.cyclonedx+json");
    FakeHttpResponse answer = FakeHttpResponse.from(console.function, bare);
    assertThat(answer.header("Content-Type")).isEqualTo("application/vnd.cyclonedx+json");
    assertThat(answer.json()).isEqualTo(ScanFixture.BILL);
    new BillsOfMaterials(console.platform.documents()).deleteAll(live.deployment());
    assertThat(console.send("get", template, address, null).status()).isEqualTo(404);
  }

  @Test
  void acceptHeader_choosesTheFormatToo() {
    FakeHttpRequest request =
        FakeHttpRequest.of("GET", path()).bearer(console.admin).header("Accept", "text/markdown");
    FakeHttpResponse answer = FakeHttpResponse.from(console.function, request);
    assertThat(answer.header("Content-Type")).startsWith("text/markdown");
  }

  @Test
  void releaseWithoutAScan_hasNoReport() {
    Release queued = console.releases.get(console.deploy()).orElseThrow();
    FakeHttpResponse answer =
        console.send("get", REPORT, "/api/v1/releases/" + queued.id() + "/report", null);
    assertThat(answer.status()).isEqualTo(404);
  }

  @Test
  void waiver_isAddedListedUsedAndTakenBackWithAnAuditTrail() {
    JsonNode added =
        console.data(waive("{\"fingerprint\":\"f-ssrf\",\"reason\":\"internal\",\"days\":7}"));
    assertThat(added.path("reason").asText()).isEqualTo("internal");
    assertThat(added.path("by").asText()).isNotEmpty();
    assertThat(console.get("/waivers").at("/items/0/fingerprint").asText()).isEqualTo("f-ssrf");
    DocumentStore store = console.platform.documents();
    InstantSource clock = console.platform.clock();
    Waivers waivers = new Waivers(store, clock, new AuditLog(store, clock, new Random(1)));
    assertThat(waivers.active(ConsoleFixture.ACME, live.deployment()))
        .extracting(Waiver::target)
        .allMatch(target -> target.fits(ScanFixture.SSRF))
        .hasSize(1);

    String id = added.path("id").asText();
    String template = "/api/v1/waivers/{waiver}";
    assertThat(console.send("delete", template, "/api/v1/waivers/" + id, null).status())
        .isEqualTo(200);
    assertThat(console.send("delete", template, "/api/v1/waivers/" + id, null).status())
        .isEqualTo(404);
    assertThat(console.waivers()).isEmpty();
    JsonNode audit = console.data(console.send("get", "/api/v1/audit", "/api/v1/audit", null));
    assertThat(audit.findValuesAsText("action")).contains("waiver.add", "waiver.revoke");
    assertThat(audit.toString()).contains("internal", "f-ssrf");
  }

  @Test
  void whatProtectsOthers_isNotWaived() {
    FakeHttpResponse byFingerprint =
        waive("{\"fingerprint\":\"f-poisoning\",\"reason\":\"please\"}");
    assertThat(byFingerprint.status()).isEqualTo(403);
    assertThat(byFingerprint.json().at("/error/message").asText()).contains("protects those who");
    assertThat(waive("{\"path\":\"src\",\"reason\":\"please\"}").status()).isEqualTo(403);
    assertThat(waive("{\"rule\":\"poison/description\",\"reason\":\"x\"}").status()).isEqualTo(403);
    assertThat(console.waivers()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"fingerprint\":\"f-ssrf\"}",
        "{\"reason\":\"x\"}",
        "{\"fingerprint\":\"f-ssrf\",\"rule\":\"taint/ssrf\",\"reason\":\"x\"}",
        "{\"fingerprint\":\"f-ssrf\",\"reason\":\" \"}",
        "{\"fingerprint\":\"f-ssrf\",\"reason\":\"x\",\"days\":91}",
        "{\"rule\":\"Not A Rule\",\"reason\":\"x\"}"
      })
  void wrongWaiver_isRefused(String body) {
    assertThat(waive(body).status()).isEqualTo(400);
  }

  @Test
  void unknownFingerprint_isNotWaived() {
    assertThat(waive("{\"fingerprint\":\"0123\",\"reason\":\"x\"}").status()).isEqualTo(404);
    FakeHttpResponse everywhere =
        console.send(
            "post",
            "/api/v1/waivers",
            "/api/v1/waivers",
            "{\"fingerprint\":\"f-ssrf\",\"reason\":\"x\"}");
    assertThat(everywhere.status()).isEqualTo(400);
  }

  @Test
  void policy_isChosenAndRemembered() {
    assertThat(console.data(policy("get", null)).path("policy").asText()).isEqualTo("default");
    JsonNode set =
        console.data(policy("put", "{\"policy\":\"strict\",\"classes\":{\"ssrf\":\"block\"}}"));
    assertThat(set.at("/classes/SSRF").asText()).isEqualTo("BLOCK");
    assertThat(set.path("fixed").toString()).contains("POISONING").doesNotContain("SSRF");
    ScanSettings stored = ScanSettings.of(console.platform.documents(), ConsoleFixture.ACME);
    assertThat(stored.policy()).isEqualTo("strict");
    assertThat(stored.classes()).containsEntry(ThreatClass.SSRF, Verdict.BLOCK);
    assertThat(console.data(policy("get", null))).isEqualTo(set);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"policy\":\"lax\"}",
        "{}",
        "{\"policy\":\"strict\",\"classes\":{\"NOPE\":\"WARN\"}}",
        "{\"policy\":\"strict\",\"classes\":{\"SSRF\":\"MAYBE\"}}",
        "{\"policy\":\"strict\",\"classes\":{\"POISONING\":\"WARN\"}}",
        "{\"policy\":\"strict\",\"classes\":[\"SSRF\"]}"
      })
  void wrongPolicy_isRefused(String body) {
    assertThat(policy("put", body).status()).isEqualTo(400);
    assertThat(ScanSettings.of(console.platform.documents(), ConsoleFixture.ACME))
        .isEqualTo(ScanSettings.STANDARD);
  }

  private FakeHttpResponse waive(String body) {
    return console.post("/waivers", body);
  }

  private FakeHttpResponse policy(String method, @Nullable String body) {
    return console.send(method, POLICY, POLICY, body);
  }

  private String path() {
    return "/api/v1/releases/" + live.id() + "/report";
  }

  private FakeHttpResponse report(String query) {
    return console.send("get", REPORT, path() + query, null);
  }
}
