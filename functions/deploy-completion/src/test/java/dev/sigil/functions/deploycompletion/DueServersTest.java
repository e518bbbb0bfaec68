package dev.sigil.functions.deploycompletion;

import static dev.sigil.functions.deploycompletion.Scene.ANSWER;
import static dev.sigil.functions.deploycompletion.Scene.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Detachment.Reason;
import dev.sigil.core.deploy.ServerStatus;
import dev.sigil.core.event.ReconcileTick;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers whose source is lost, and found again. */
class DueServersTest {
  private static final Duration GRACE = Duration.ofDays(14);
  private final Scene scene = new Scene().with(candidate -> ANSWER);

  @BeforeEach
  void goLive() {
    scene.built(scene.building('a', plan("1.0.0")));
    Instant lost = scene.clock.instant();
    change(d -> d.detached(Reason.UNINSTALLED, lost, lost.plus(GRACE), lost));
  }

  private void change(UnaryOperator<Deployment> change) {
    scene.deployments.update(scene.deployment.id(), change);
  }

  private boolean paused() {
    return scene.runtime.describe(scene.deployment.id()).orElseThrow().state()
        == ServerStatus.State.PAUSED;
  }

  private Deployment now() {
    return scene.deployments.get(scene.deployment.id()).orElseThrow();
  }

  private void tick() {
    scene.events.publish(new ReconcileTick(scene.clock.instant()));
    scene.events.deliverAll();
  }

  private void back() {
    Instant now = scene.clock.instant();
    change(d -> d.attached(now, now));
  }

  @Test
  void server_isPausedWhenItsGraceIsOverAndNotBefore() {
    scene.clock.advance(GRACE.minusMinutes(1));
    tick();
    assertThat(paused()).isFalse();

    scene.clock.advance(Duration.ofMinutes(1));
    tick();
    assertThat(paused()).isTrue();
    assertThat(now().state()).isEqualTo(Deployment.State.PAUSED);
    assertThat(now().dueAt()).isNull();
    assertThat(now().live()).as("nothing is lost").isNotNull();
  }

  @Test
  void sourceThatIsBack_resumesTheServer() {
    scene.clock.advance(GRACE);
    tick();
    back();
    tick();
    assertThat(paused()).isFalse();
    assertThat(now().state()).isEqualTo(Deployment.State.ACTIVE);
    assertThat(now().dueAt()).isNull();
  }

  @Test
  void crashBetweenRecordAndRuntime_isMadeUpForByTheNextTick() {
    scene.clock.advance(GRACE);
    Instant now = scene.clock.instant();
    change(d -> d.due(now));
    assertThat(paused()).isFalse();
    tick();
    assertThat(paused()).isTrue();
    assertThat(now().dueAt()).isNull();
  }

  @Test
  void serverThatAPersonPaused_staysPausedWhenItsSourceIsBack() {
    scene.runtime.pause(scene.deployment.id());
    change(d -> d.withState(Deployment.State.PAUSED, scene.clock.instant()));
    scene.clock.advance(GRACE);
    tick();
    back();
    tick();
    assertThat(paused()).isTrue();
  }

  @Test
  void deletedServer_isLeftAlone() {
    change(d -> d.withState(Deployment.State.DELETING, scene.clock.instant()));
    scene.clock.advance(GRACE);
    tick();
    assertThat(paused()).isFalse();
    assertThat(now().dueAt()).isNull();
  }
}
