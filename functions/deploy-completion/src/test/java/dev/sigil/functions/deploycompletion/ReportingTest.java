package dev.sigil.functions.deploycompletion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.codehost.CheckRun;
import dev.sigil.core.codehost.CheckRun.Conclusion;
import dev.sigil.core.codehost.CommitStatus;
import dev.sigil.core.codehost.EnvironmentDeployment;
import dev.sigil.core.codehost.ReleaseReports;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Push;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.deploy.ServerName;
import dev.sigil.core.deploy.Trigger;
import dev.sigil.core.event.ReconcileTick;
import dev.sigil.core.event.ReleaseChanged;
import dev.sigil.core.event.SourcePushed;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.scan.Finding;
import dev.sigil.core.scan.ScanReport;
import dev.sigil.core.scan.Severity;
import dev.sigil.core.scan.Verdict;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.Repository;
import dev.sigil.testkit.codehost.MemoryCodeHost.Grant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportingTest {
  private final Scene scene = new Scene().with(candidate -> Scene.ANSWER);

  @Test
  void release_onItsWay_isOneCheckFromBeginningToEnd() {
    Release release = scene.building('1', Scene.plan("1.0.0"));
    pushed(release);
    scene.built(release);

    assertThat(scene.host.checks()).hasSize(1);
    CheckRun check = scene.host.checks().getFirst();
    assertThat(check.conclusion()).isEqualTo(Conclusion.SUCCESS);
    assertThat(check.key()).isEqualTo(release.id().value());
    assertThat(check.name()).isEqualTo("Sigil / weather");
    assertThat(check.detailsUrl())
        .isEqualTo("https://mcp.example/api/v1/releases/" + release.id() + "?workspace=acme");
    assertThat(check.summary())
        .contains("https://mcp.example/acme/weather/mcp", "| building |", "| live |");
    assertThat(scene.host.history()).extracting(CheckRun::conclusion).startsWith((Conclusion) null);
  }

  @Test
  void release_thatGoesLive_isDeployedToItsEnvironment() {
    Release release = scene.building('1', Scene.plan("1.0.0"));
    pushed(release);
    scene.built(release);

    assertThat(scene.host.deployments())
        .singleElement()
        .satisfies(
            deployment -> {
              assertThat(deployment.environment()).isEqualTo("production");
              assertThat(deployment.state()).isEqualTo(EnvironmentDeployment.State.SUCCESS);
              assertThat(deployment.url()).isEqualTo("https://mcp.example/acme/weather/mcp");
            });
  }

  @Test
  void release_blockedByTheScan_isAnnotatedAndDeployedNowhere() {
    Release release = scene.push('1');
    scene.releases.enter(release.id(), ReleaseState.SCANNING);
    pushed(release);
    Finding finding =
        new Finding(
            "secret/token",
            Severity.HIGH,
            Verdict.BLOCK,
            "src/a.js",
            7,
            "x",
            "A token of @everyone.",
            "Remove it.",
            "f1");
    ScanReport report = new ScanReport(Verdict.BLOCK, List.of(finding), List.of(), 3, 100, "rules");
    scene.releases.end(release.id(), ReleaseState.BLOCKED, null, open -> open.withScan(report));
    changed(release);

    CheckRun check = scene.host.checks().getFirst();
    assertThat(check.conclusion()).isEqualTo(Conclusion.FAILURE);
    assertThat(check.annotations())
        .singleElement()
        .satisfies(
            annotation -> {
              assertThat(annotation.path()).isEqualTo("src/a.js");
              assertThat(annotation.line()).isEqualTo(7);
              assertThat(annotation.level()).isEqualTo(CheckRun.Level.FAILURE);
            });
    assertThat(check.text()).contains("Blocks: ").doesNotContain("@everyone");
    assertThat(scene.host.deployments()).isEmpty();
  }

  @Test
  void release_whoseCommitIsFollowed_isNeutralAtOnce() {
    Release first = scene.building('1', Scene.plan("1.0.0"));
    pushed(first);
    Release second = scene.push('2');
    pushed(second);

    assertThat(scene.host.checks())
        .extracting(CheckRun::conclusion)
        .containsExactly(Conclusion.NEUTRAL, null);
  }

  @Test
  void check_notGranted_isAStatusInstead() {
    scene.host.refuse(Grant.CHECKS);
    scene.host.refuse(Grant.DEPLOYMENTS);
    Release release = scene.building('1', Scene.plan("1.0.0"));
    pushed(release);
    scene.built(release);

    assertThat(scene.host.statuses())
        .extracting(CommitStatus::state)
        .startsWith(CommitStatus.State.PENDING)
        .endsWith(CommitStatus.State.SUCCESS);
    assertThat(scene.now(release).state()).isEqualTo(ReleaseState.LIVE);
  }

  @Test
  void nothingGranted_harmsNoRelease() {
    for (Grant grant : Grant.values()) {
      scene.host.refuse(grant);
    }
    Release release = scene.building('1', Scene.plan("1.0.0"));
    pushed(release);
    scene.built(release);

    assertThat(scene.now(release).state()).isEqualTo(ReleaseState.LIVE);
    assertThat(scene.events.deadLetters()).isEmpty();
  }

  @Test
  void host_thatAsksForTime_isLeftAloneUntilThen() {
    Instant later = scene.clock.instant().plus(Duration.ofMinutes(20));
    Release release = scene.building('1', Scene.plan("1.0.0"));
    scene.host.fail(new TransientException("limited", later, new IllegalStateException()));
    pushed(release);
    scene.built(release);
    assertThat(scene.host.history()).isEmpty();

    tick(Duration.ofMinutes(5));
    assertThat(scene.host.history()).isEmpty();

    tick(Duration.ofMinutes(20));
    assertThat(scene.host.checks())
        .extracting(CheckRun::conclusion)
        .containsExactly(Conclusion.SUCCESS);
    assertThat(scene.now(release).state()).isEqualTo(ReleaseState.LIVE);
  }

  @Test
  void host_thatIsDown_isToldWhenItIsBack() {
    Release release = scene.building('1', Scene.plan("1.0.0"));
    scene.host.fail(
        new TransientException("down"),
        new TransientException("down"),
        new TransientException("!"));
    pushed(release);
    scene.built(release);

    for (int minute = 0; minute < 10; minute++) {
      tick(Duration.ofMinutes(1));
    }

    assertThat(scene.host.checks())
        .extracting(CheckRun::conclusion)
        .containsExactly(Conclusion.SUCCESS);
  }

  @Test
  void change_duringAReport_isReportedToo() {
    Release release = scene.building('1', Scene.plan("1.0.0"));
    scene.host.interrupt(
        () -> {
          scene.releases.fail(
              release.id(), new SigilException(ErrorCode.BUILD_FAILED, "The build failed."));
          changed(release);
        });
    pushed(release);

    assertThat(scene.host.checks())
        .extracting(CheckRun::conclusion)
        .containsExactly(Conclusion.FAILURE);
  }

  @Test
  void event_thatIsLost_isMadeUpForByTheClock() {
    Release release = scene.building('1', Scene.plan("1.0.0"));
    pushed(release);
    scene.releases.end(release.id(), ReleaseState.CANCELLED, null, open -> open);

    tick(Duration.ofMinutes(11));

    assertThat(scene.host.checks())
        .extracting(CheckRun::conclusion)
        .containsExactly(Conclusion.CANCELLED);
  }

  @Test
  void repository_ofStrangers_isNotWrittenTo() {
    Deployment foreign =
        scene.deployments.ensure(
            new WorkspaceId("mallory"),
            new ServerName("weather"),
            new Repository("https://github.com/acme/weather"),
            "main",
            "");
    Push push =
        new Push(Commit.NONE, new Commit("1".repeat(40)), scene.clock.instant(), null, null);

    pushed(scene.releases.begin(foreign.id(), Trigger.MANUAL, "key", push, null));

    assertThat(scene.host.history()).isEmpty();
  }

  @Test
  void release_thatANewerOneReplaced_isNoLongerDeployed() {
    Release first = scene.building('1', Scene.plan("1.0.0"));
    pushed(first);
    scene.built(first);
    Release second = scene.building('2', Scene.plan("1.0.1"));
    pushed(second);
    scene.built(second);
    tick(Duration.ofMinutes(1));
    int said = scene.host.history().size();

    assertThat(scene.host.deployments())
        .extracting(EnvironmentDeployment::state)
        .containsExactly(EnvironmentDeployment.State.INACTIVE, EnvironmentDeployment.State.SUCCESS);
    assertThat(scene.host.checks())
        .extracting(CheckRun::conclusion)
        .containsExactly(Conclusion.SUCCESS, Conclusion.SUCCESS);
    tick(Duration.ofMinutes(30));
    assertThat(scene.host.history()).hasSize(said);
  }

  @Test
  void host_thatIsDownWhenAReleaseIsReplaced_isToldWhenItIsBack() {
    Release first = scene.building('1', Scene.plan("1.0.0"));
    pushed(first);
    scene.built(first);
    Release second = scene.building('2', Scene.plan("1.0.1"));
    scene.built(second);
    scene.host.fail(new TransientException("down"), new TransientException("down"));

    for (int minute = 0; minute < 10; minute++) {
      tick(Duration.ofMinutes(1));
    }

    assertThat(scene.host.deployments())
        .extracting(EnvironmentDeployment::state)
        .containsExactly(EnvironmentDeployment.State.INACTIVE, EnvironmentDeployment.State.SUCCESS);
  }

  @Test
  void server_thatIsDeleted_leavesNothingInProgressOrDeployed() {
    Release live = scene.building('1', Scene.plan("1.0.0"));
    pushed(live);
    scene.built(live);
    Release open = scene.building('2', Scene.plan("1.0.1"));
    pushed(open);
    delete(live, open);

    tick(Duration.ofMinutes(11));

    assertThat(scene.host.checks())
        .extracting(CheckRun::conclusion)
        .containsExactly(Conclusion.SUCCESS, Conclusion.CANCELLED);
    assertThat(scene.host.deployments())
        .extracting(EnvironmentDeployment::state)
        .containsOnly(EnvironmentDeployment.State.INACTIVE);
    assertThat(reports().get(live.id())).isEmpty();
    assertThat(reports().get(open.id())).isEmpty();
  }

  @Test
  void server_thatIsDeletedBeforeItsSuccessWasTold_isCancelled() {
    Release release = scene.building('1', Scene.plan("1.0.0"));
    pushed(release);
    scene.host.fail(new TransientException("down"));
    scene.built(release);
    delete(release);

    for (int minute = 0; minute < 5; minute++) {
      tick(Duration.ofMinutes(1));
    }

    assertThat(scene.host.checks())
        .extracting(CheckRun::conclusion)
        .containsExactly(Conclusion.CANCELLED);
    assertThat(scene.host.deployments())
        .extracting(EnvironmentDeployment::state)
        .doesNotContain(EnvironmentDeployment.State.SUCCESS);
  }

  private ReleaseReports reports() {
    return new ReleaseReports(scene.store, scene.clock);
  }

  /* As the console does. */
  private void delete(Release... all) {
    for (Release release : all) {
      scene.releases.end(release.id(), ReleaseState.CANCELLED, null, open -> open);
      reports().leave(scene.deployment, scene.now(release));
      scene.releases.delete(release.id());
    }
    scene.deployments.delete(scene.deployment);
  }

  @Test
  void event_thatComesLateAndTwice_changesNothing() {
    Release release = scene.building('1', Scene.plan("1.0.0"));
    pushed(release);
    scene.built(release);
    int said = scene.host.history().size();

    pushed(release);
    changed(release);

    assertThat(scene.host.history()).hasSize(said);
  }

  private void pushed(Release release) {
    scene.events.publish(new SourcePushed(release.id()));
    scene.events.deliverAll();
  }

  private void changed(Release release) {
    scene.events.publish(new ReleaseChanged(release.id()));
    scene.events.deliverAll();
  }

  private void tick(Duration time) {
    scene.clock.advance(time);
    scene.events.publish(new ReconcileTick(scene.clock.instant()));
    scene.events.deliverAll();
  }
}
