package dev.sigil.functions.deploycompletion;

import static dev.sigil.functions.deploycompletion.Scene.ANSWER;
import static dev.sigil.functions.deploycompletion.Scene.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.deploy.Failure;
import dev.sigil.core.deploy.Push;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.deploy.Trigger;
import dev.sigil.core.event.BuildFinished;
import dev.sigil.core.event.Event;
import dev.sigil.core.event.ReconcileTick;
import dev.sigil.core.event.ScanPassed;
import dev.sigil.core.event.SourcePushed;
import dev.sigil.core.event.Topic;
import dev.sigil.core.source.Commit;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReconciliationTest {
  private final Scene scene = new Scene().with(candidate -> ANSWER);

  @Test
  void freshRelease_isLeftAlone() {
    scene.push('a');
    scene.clock.advance(Duration.ofMinutes(9));

    assertThat(tick()).isEmpty();
  }

  @Test
  void stalledRelease_getsTheEventOfItsStage() {
    Release queued = scene.push('a');
    scene.clock.advance(Duration.ofMinutes(11));
    assertThat(tick()).containsExactly(new SourcePushed(queued.id()));

    scene.releases.enter(queued.id(), ReleaseState.SCANNING);
    scene.clock.advance(Duration.ofMinutes(11));
    assertThat(tick()).containsExactly(new SourcePushed(queued.id()));

    scene.releases.enter(queued.id(), ReleaseState.BUILDING);
    scene.clock.advance(Duration.ofMinutes(11));
    assertThat(tick()).containsExactly(new ScanPassed(queued.id()));
  }

  @Test
  void releaseThatHasItsArtifact_goesLive() {
    Release release = scene.building('a', plan("1.0.0"));
    scene.releases.record(release.id(), open -> open.withArtifact(Scene.artifact(release)));
    scene.releases.enter(release.id(), ReleaseState.DEPLOYING);
    scene.clock.advance(Duration.ofMinutes(11));

    assertThat(tick())
        .containsExactly(BuildFinished.succeeded(release.id(), Scene.artifact(release)));
    assertThat(scene.now(release).state()).isEqualTo(ReleaseState.LIVE);
  }

  @Test
  void queuedRollback_startsWithItsArtifact() {
    Release first = scene.building('a', plan("1.0.0"));
    scene.built(first);
    Push again = new Push(Commit.NONE, first.push().after(), scene.clock.instant(), null, null);
    Release rollback =
        scene.releases.begin(
            scene.deployment.id(), Trigger.ROLLBACK, "rollback", again, scene.now(first));
    scene.clock.advance(Duration.ofMinutes(11));

    assertThat(tick())
        .containsExactly(BuildFinished.succeeded(rollback.id(), Scene.artifact(first)));
    assertThat(scene.live()).contains(rollback.id());
  }

  @Test
  void revivedRelease_waitsBeforeTheNextTime() {
    scene.push('a');
    scene.clock.advance(Duration.ofMinutes(11));
    assertThat(tick()).hasSize(1);

    scene.clock.advance(Duration.ofMinutes(1));
    assertThat(tick()).isEmpty();
  }

  @Test
  void releaseThatNothingHelps_isGivenUp() {
    Release release = scene.building('a', plan("1.0.0"));
    int revivals = 0;
    for (int minute = 0; minute < 180 && scene.now(release).state().open(); minute++) {
      scene.clock.advance(Duration.ofMinutes(1));
      revivals += tick().size();
    }

    Failure failure = Scene.present(scene.now(release).failure());
    assertThat(failure.code()).isEqualTo(ErrorCode.ATTEMPTS_EXHAUSTED);
    assertThat(failure.stage()).isEqualTo(ReleaseState.BUILDING);
    assertThat(failure.hint()).isNotBlank();
    assertThat(revivals).isBetween(10, 12);
  }

  @Test
  void start_revivesEverythingOpenHoweverOld() {
    Release release = scene.building('a', plan("1.0.0"));
    scene.clock.advance(Duration.ofDays(3));

    new Reconciliation(
            scene.store,
            scene.runtime,
            scene.events,
            Duration.ofMinutes(10),
            Duration.ofHours(2),
            scene.clock)
        .runAtStart();

    assertThat(scene.events.published()).containsExactly(new ScanPassed(release.id()));
  }

  /* What keeps the pipeline going; who shows releases is told of each step beside. */
  private List<Event> tick() {
    int before = scene.events.published().size();
    scene.events.publish(new ReconcileTick(scene.clock.instant()));
    scene.events.deliverAll();
    return scene.events.published().stream()
        .skip(before + 1)
        .filter(event -> event.topic() != Topic.RELEASE_CHANGED)
        .toList();
  }
}
