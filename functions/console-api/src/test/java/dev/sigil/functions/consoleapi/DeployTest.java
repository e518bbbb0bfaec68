package dev.sigil.functions.consoleapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.deploy.ServerName;
import dev.sigil.core.event.SourcePushed;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.testkit.http.FakeHttpRequest;
import dev.sigil.testkit.http.FakeHttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeployTest {
  private final ConsoleFixture console = new ConsoleFixture();

  private FakeHttpResponse deploy(String body) {
    return console.send("post", "/api/v1/deploy", "/api/v1/deploy", body);
  }

  private static String repository(String more) {
    return "{\"repository\":\"" + ConsoleFixture.WEATHER.url() + "\"" + more + "}";
  }

  @Test
  void repository_isDeployedFromItsDefaultBranch() {
    FakeHttpResponse answer = deploy(repository(""));
    assertThat(answer.status()).isEqualTo(202);
    JsonNode data = console.data(answer);
    assertThat(data.at("/deployment/name").asText()).isEqualTo("weather");
    assertThat(data.at("/deployment/branch").asText()).isEqualTo("main");
    assertThat(data.at("/deployment/endpoint").asText())
        .isEqualTo("https://sigil.example/acme/weather/mcp");
    assertThat(data.at("/release/trigger").asText()).isEqualTo("manual");
    assertThat(data.at("/release/state").asText()).isEqualTo("queued");
    assertThat(console.platform.events().published())
        .containsExactly(new SourcePushed(new ReleaseId(data.at("/release/id").asText())));
  }

  @Test
  void secondDeploy_supersedesTheFirst() {
    ReleaseId first = console.deploy();
    console.commit();
    ReleaseId second = console.deploy();
    Deployment deployment =
        console.deployments.find(ConsoleFixture.ACME, new ServerName("weather")).orElseThrow();
    assertThat(deployment.isHead(second)).isTrue();
    assertThat(console.releases.get(first).orElseThrow().state())
        .isEqualTo(ReleaseState.SUPERSEDED);
  }

  @Test
  void sameCommitTwice_makesTwoReleasesOfWhichTheSecondIsHead() {
    console.deploy();
    ReleaseId second = console.deploy();
    ReleaseId third = console.deploy();
    assertThat(second).isNotEqualTo(third);
    assertThat(console.releases.get(third).orElseThrow().state()).isEqualTo(ReleaseState.QUEUED);
  }

  @Test
  void idempotencyKey_makesOneReleaseAndPublishesItAgain() {
    FakeHttpRequest request =
        FakeHttpRequest.of("POST", "/api/v1/deploy")
            .bearer(console.admin)
            .header("Idempotency-Key", "run-1")
            .json(repository(""));
    FakeHttpResponse first = FakeHttpResponse.from(console.function, request);
    FakeHttpResponse second = FakeHttpResponse.from(console.function, request.json(repository("")));
    assertThat(second.json().at("/data/release/id")).isEqualTo(first.json().at("/data/release/id"));
    assertThat(console.platform.events().published()).hasSize(2);
  }

  @Test
  void folder_isItsOwnDeployment() {
    JsonNode data = console.data(deploy(repository(",\"folder\":\"servers/tides\"")));
    assertThat(data.at("/deployment/name").asText()).isEqualTo("tides");
    assertThat(data.at("/deployment/folder").asText()).isEqualTo("servers/tides");
  }

  @Test
  void takenName_isAConflict() {
    console.deploy();
    assertThat(deploy(repository(",\"folder\":\"a\",\"name\":\"weather\"")).status())
        .isEqualTo(409);
    assertThat(deploy(repository(",\"name\":\"other\"")).status()).isEqualTo(409);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                             | 400 | repository",
        "{\"repository\":\"ext::sh -c id\"}             | 400 | repository",
        "{\"repository\":\"https://u:p@example.org/x\"} | 400 | repository",
        "{\"repository\":\"/r\",\"branch\":\"--output=x\"}   | 400 | branch",
        "{\"repository\":\"/r\",\"folder\":\"../../etc\"}    | 400 | folder",
        "{\"repository\":\"/r\",\"name\":\"../x\"}           | 400 | name",
        "{\"repository\":\"/r\",\"nmae\":\"x\"}              | 400 | nmae",
        "{\"repository\":\"/nowhere\"}                       | 404 | ''"
      })
  void wrongRequest_isRefused(String body, int status, String field) {
    FakeHttpResponse answer = deploy(body);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.json().at("/error/field").asText()).isEqualTo(field);
    assertThat(console.platform.events().published()).isEmpty();
  }

  @Test
  void unreachableHost_isUnavailable() {
    console.platform.sources().setReachable(ConsoleFixture.WEATHER, false);
    assertThat(deploy(repository("")).status()).isEqualTo(503);
  }
}
