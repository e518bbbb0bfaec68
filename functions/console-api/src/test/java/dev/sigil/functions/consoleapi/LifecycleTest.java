package dev.sigil.functions.consoleapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.codehost.ReleaseReport;
import dev.sigil.core.codehost.ReleaseReports;
import dev.sigil.core.deploy.DeployRule;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Detachment.Reason;
import dev.sigil.core.deploy.LogReader;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.deploy.ServerStatus;
import dev.sigil.core.event.BuildFinished;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.secret.SecretName;
import dev.sigil.testkit.http.FakeHttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LifecycleTest {
  private static final String DEPLOYMENT = "/api/v1/deployments/weather";
  private static final String TEMPLATE = "/api/v1/deployments/{id}";

  private final ConsoleFixture console = new ConsoleFixture();

  private Release live() {
    console.commit();
    return console.goLive(console.deploy());
  }

  private ServerStatus.State running(DeploymentId id) {
    return console.platform.servers().describe(id).orElseThrow().state();
  }

  @Test
  void detail_showsHealthAndBothReleases() {
    Release live = live();
    console.commit();
    ReleaseId head = console.deploy();
    JsonNode detail = console.get("");
    assertThat(detail.path("status").asText()).isEqualTo("running");
    assertThat(detail.at("/liveRelease/id").asText()).isEqualTo(live.id().value());
    assertThat(detail.at("/headRelease/id").asText()).isEqualTo(head.value());
    assertThat(detail.at("/server/instances")).hasSize(1);
    assertThat(console.get("/health").path("status").asText()).isEqualTo("running");
  }

  @Test
  void list_showsStoredState() {
    console.deploy();
    JsonNode items =
        console.data(console.send("get", "/api/v1/deployments", "/api/v1/deployments", null));
    assertThat(items.at("/items/0/status").asText()).isEqualTo("pending");
  }

  @Test
  void deployment_isFoundByIdToo() {
    ReleaseId release = console.deploy();
    String path = "/api/v1/deployments/" + release.deployment();
    assertThat(console.send("get", TEMPLATE, path, null).status()).isEqualTo(200);
  }

  @Test
  void releaseDetail_showsPlanWithoutItsEnvironment() {
    Release live = live();
    FakeHttpResponse answer =
        console.send("get", "/api/v1/releases/{release}", "/api/v1/releases/" + live.id(), null);
    JsonNode data = console.data(answer);
    assertThat(data.at("/plan/runtime").asText()).isEqualTo("node");
    assertThat(data.at("/plan/secrets/0/name").asText()).isEqualTo("API_TOKEN");
    assertThat(data.at("/stages")).hasSize(6);
    assertThat(answer.text()).doesNotContain("hidden-value");
    assertThat(console.get("/releases").at("/items/0/plan").isMissingNode()).isTrue();
  }

  @Test
  void restart_replacesInstances() {
    assertThat(console.platform.servers().candidates()).isEmpty();
    DeploymentId id = live().deployment();
    String before = console.platform.servers().describe(id).orElseThrow().instances().toString();
    assertThat(console.post("/restart", null).status()).isEqualTo(200);
    assertThat(console.platform.servers().describe(id).orElseThrow().instances().toString())
        .isNotEqualTo(before);
  }

  @Test
  void restartWithoutALiveRelease_isAConflict() {
    console.deploy();
    assertThat(console.post("/restart", "{}").status()).isEqualTo(409);
  }

  @Test
  void pauseAndResume_areStoredAndDone() {
    DeploymentId id = live().deployment();
    assertThat(console.data(console.post("/pause", null)).path("status").asText())
        .isEqualTo("paused");
    assertThat(running(id)).isEqualTo(ServerStatus.State.PAUSED);
    console.data(console.post("/resume", null));
    assertThat(running(id)).isNotEqualTo(ServerStatus.State.PAUSED);
    assertThat(console.deployments.get(id).orElseThrow().state())
        .isEqualTo(Deployment.State.ACTIVE);
  }

  @Test
  void rollback_goesToTheReleaseThatWasLiveBefore() {
    Release first = live();
    console.commit();
    ReleaseId failed = console.deploy();
    console.releases.end(failed, ReleaseState.CANCELLED, null, r -> r);
    live();
    JsonNode data = console.data(console.post("/rollback", null));
    ReleaseId id = new ReleaseId(data.at("/release/id").asText());
    Release rollback = console.releases.get(id).orElseThrow();
    assertThat(rollback.rollbackOf()).isEqualTo(first.id());
    assertThat(rollback.scan()).isEqualTo(first.scan()).isNotNull();
    assertThat(rollback.push().after()).isEqualTo(first.push().after());
    assertThat(rollback.state()).isEqualTo(ReleaseState.QUEUED);
    assertThat(console.platform.events().published(BuildFinished.class))
        .containsExactly(BuildFinished.succeeded(id, Objects.requireNonNull(first.artifact())));
  }

  @Test
  void rollbackTwice_goesBackAndForth() {
    Release first = live();
    Release second = live();
    ReleaseId back =
        new ReleaseId(console.data(console.post("/rollback", null)).at("/release/id").asText());
    console.goLive(back);
    JsonNode again = console.data(console.post("/rollback", "{\"number\":2}"));
    assertThat(again.at("/release/rollbackOf").asText()).isEqualTo(second.id().value());
    assertThat(again.at("/release/state").asText()).isEqualTo("queued");
    assertThat(first.number()).isEqualTo(1);
  }

  @Test
  void rollbackToWhatWasNeverLive_isAConflict() {
    Release only = live();
    console.commit();
    ReleaseId queued = console.deploy();
    assertThat(console.post("/rollback", null).status()).isEqualTo(409);
    assertThat(console.post("/rollback", "{\"number\":99}").status()).isEqualTo(409);
    assertThat(console.post("/rollback", "{\"release\":\"" + queued + "\"}").status())
        .isEqualTo(409);
    assertThat(console.post("/rollback", "{\"release\":\"" + only.id() + "\"}").status())
        .isEqualTo(409);
    assertThat(console.post("/rollback", "{\"release\":\"x\"}").status()).isEqualTo(404);
    assertThat(console.post("/rollback", "{\"number\":1,\"release\":\"x\"}").status())
        .isEqualTo(400);
  }

  @Test
  void delete_leavesNothingBehind() {
    Release live = live();
    console.commit();
    ReleaseId open = console.deploy();
    DeploymentId id = live.deployment();
    console.platform.secrets().put(id, new SecretName("API_TOKEN"), "s3cret");

    assertThat(console.send("delete", TEMPLATE, DEPLOYMENT, null).status()).isEqualTo(200);

    assertThat(console.platform.servers().describe(id)).isEmpty();
    assertThat(console.platform.secrets().list(id)).isEmpty();
    assertThat(console.releases.get(live.id())).isEmpty();
    assertThat(console.releases.get(open)).isEmpty();
    assertThat(console.deployments.get(id)).isEmpty();
    assertThat(console.send("get", TEMPLATE, DEPLOYMENT, null).status()).isEqualTo(404);
    assertThat(console.send("delete", TEMPLATE, DEPLOYMENT, null).status()).isEqualTo(404);
  }

  @Test
  void deletionCutShort_isFinishedByAskingAgain() {
    Release live = live();
    DeploymentId id = live.deployment();
    console.deployments.update(
        id, d -> d.withState(Deployment.State.DELETING, console.platform.clock().instant()));
    console.platform.servers().delete(id);
    assertThat(console.get("").path("status").asText()).isEqualTo("deleting");
    assertThat(console.post("/pause", null).status()).isEqualTo(409);

    assertThat(console.send("delete", TEMPLATE, DEPLOYMENT, null).status()).isEqualTo(200);
    assertThat(console.deployments.get(id)).isEmpty();
    assertThat(console.deploy().deployment()).isEqualTo(id);
  }

  @Test
  void delete_leavesTheCodeHostSomethingToBeTold() {
    Release live = live();
    DeploymentId id = live.deployment();
    ReleaseReports reports =
        new ReleaseReports(console.platform.documents(), console.platform.clock());
    reports.giveBack(reports.hold(live.id()).orElseThrow().withDeployment(7).taken("LIVE", null));
    console.commit();
    ReleaseId told = console.deploy();
    reports.giveBack(reports.hold(told).orElseThrow().taken("FAILED", null));

    assertThat(console.send("delete", TEMPLATE, DEPLOYMENT, null).status()).isEqualTo(200);

    assertThat(reports.get(told)).isEmpty();
    assertThat(reports.due(10)).containsExactly(live.id());
    ReleaseReport.Farewell farewell =
        Objects.requireNonNull(reports.get(live.id()).orElseThrow().farewell());
    assertThat(farewell.deployment().id()).isEqualTo(id);
    assertThat(farewell.release().state()).isEqualTo(ReleaseState.LIVE);
    assertThat(farewell.release().plan()).isNull();
  }

  @Test
  void deployRule_isSetAndShown() {
    console.deploy();
    assertThat(console.get("").at("/rule/on").asText()).isEqualTo("push");
    JsonNode now = console.data(rule("{\"on\":\"release\",\"tags\":\"v*\"}"));
    assertThat(now.at("/rule/on").asText()).isEqualTo("release");
    assertThat(console.get("").at("/rule/tags").asText()).isEqualTo("v*");
    console.data(rule("{\"on\":\"tag\"}"));
    assertThat(console.deployments.get(console.deploy().deployment()).orElseThrow().rule())
        .isEqualTo(new DeployRule(DeployRule.On.TAG, "*"));
    for (String wrong :
        new String[] {
          "{\"on\":\"comet\"}",
          "{\"on\":\"tag\",\"tags\":\"a b\"}",
          "{\"tags\":\"v*\"}",
          "{\"on\":\"tag\",\"more\":1}"
        }) {
      assertThat(rule(wrong).status()).as(wrong).isEqualTo(400);
    }
  }

  private FakeHttpResponse rule(String body) {
    return console.send("put", TEMPLATE + "/deploy-rule", DEPLOYMENT + "/deploy-rule", body);
  }

  @Test
  void lostSource_isShownWithTheEndOfItsGrace() {
    DeploymentId id = live().deployment();
    Instant lost = console.platform.clock().instant();
    Instant due = lost.plus(Duration.ofDays(14));
    assertThat(console.get("").has("detached")).isFalse();

    console.deployments.update(id, d -> d.detached(Reason.UNINSTALLED, lost, due, lost));
    JsonNode shown = console.get("").path("detached");
    assertThat(shown.path("reason").asText()).isEqualTo("uninstalled");
    assertThat(shown.path("message").asText()).contains("was uninstalled");
    assertThat(Instant.parse(shown.path("pausesAt").asText())).isEqualTo(due);

    console.deployments.update(id, d -> d.due(due).settled(due));
    JsonNode paused = console.get("");
    assertThat(paused.path("status").asText()).isEqualTo("paused");
    assertThat(paused.at("/detached/paused").asBoolean()).isTrue();
    assertThat(paused.path("detached").has("pausesAt")).isFalse();
  }

  @Test
  void logs_continueAtTheirCursor() {
    Release live = live();
    DeploymentId id = live.deployment();
    for (String text : new String[] {"one", "two", "three"}) {
      console
          .platform
          .logs()
          .add(
              id,
              LogReader.Source.SERVER,
              new LogReader.Line(console.platform.clock().instant(), live.id(), "stdout", text));
    }
    JsonNode last = console.get("/logs?limit=2");
    assertThat(last.at("/lines/0/text").asText()).isEqualTo("two");
    assertThat(console.get("/logs?cursor=" + last.path("cursor").asText()).path("lines")).isEmpty();
    assertThat(console.get("/logs?source=build").path("lines")).isEmpty();
    for (String wrong : new String[] {"source=x", "limit=1001", "cursor=x"}) {
      assertThat(
              console.send("get", TEMPLATE + "/logs", DEPLOYMENT + "/logs?" + wrong, null).status())
          .as(wrong)
          .isEqualTo(400);
    }
  }
}
