package dev.sigil.functions.deploycompletion;

import static dev.sigil.functions.deploycompletion.Scene.ANSWER;
import static dev.sigil.functions.deploycompletion.Scene.TOOLS;
import static dev.sigil.functions.deploycompletion.Scene.plan;
import static dev.sigil.functions.deploycompletion.Scene.present;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.build.Visibility;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Failure;
import dev.sigil.core.deploy.Push;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.deploy.Trigger;
import dev.sigil.core.event.BuildFinished;
import dev.sigil.core.registry.PackageFilter;
import dev.sigil.core.registry.PackageVersion;
import dev.sigil.core.source.Commit;
import dev.sigil.core.tool.CatalogueDiff;
import dev.sigil.core.tool.ToolCatalogue;
import dev.sigil.testkit.deploy.FakeServerRuntime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DeployCompletionTest {
  private final Scene scene = new Scene();

  @Test
  void artifact_goesLive() {
    scene.with(candidate -> ANSWER);
    Release release = scene.building('a', plan("1.0.0"));

    scene.built(release);

    assertThat(scene.now(release).state()).isEqualTo(ReleaseState.LIVE);
    assertThat(scene.now(release).catalogue()).isEqualTo(TOOLS.hash());
    assertThat(scene.now(release).catalogueDiff()).isNull();
    assertThat(scene.live()).contains(release.id());
    assertThat(scene.runtime.serving(scene.deployment.id())).contains(release.id());
    assertThat(scene.runtime.candidates()).isEmpty();
    assertThat(scene.packages.find("io.github.acme/weather", "latest"))
        .get()
        .satisfies(
            version -> {
              assertThat(version.version()).isEqualTo("1.0.0");
              assertThat(version.server().at("/remotes/0/url").asText())
                  .isEqualTo("https://mcp.example/acme/weather/mcp");
              assertThat(Scene.present(version.hosting()).catalogue()).isEqualTo(TOOLS.hash());
            });
  }

  @Test
  void secondRelease_supersedesTheFirst() {
    AtomicReference<ToolCatalogue> tools = new AtomicReference<>(TOOLS);
    scene.with(candidate -> Answer.of(tools.get(), ""));
    Release first = scene.building('a', plan("1.0.0"));
    scene.built(first);
    Release second = scene.building('b', plan("1.1.0"));
    tools.set(Scene.tools("shout"));

    scene.built(second);

    assertThat(scene.now(first).state()).isEqualTo(ReleaseState.SUPERSEDED);
    assertThat(scene.live()).contains(second.id());
    assertThat(scene.now(second).catalogueDiff())
        .isEqualTo(new CatalogueDiff(List.of("shout"), List.of("echo"), List.of()));
    assertThat(scene.versions())
        .extracting(PackageVersion::version, PackageVersion::rank)
        .containsExactlyInAnyOrder(tuple("1.1.0", "latest"), tuple("1.0.0", "older"));
  }

  @Test
  void failedHandshake_discardsTheCandidateAndKeepsTheOldRelease() {
    AtomicReference<Handshake> handshake = new AtomicReference<>(candidate -> ANSWER);
    scene.with(candidate -> handshake.get().perform(candidate));
    Release first = scene.building('a', plan("1.0.0"));
    scene.built(first);
    handshake.set(
        candidate -> {
          throw new SigilException(ErrorCode.HANDSHAKE_FAILED, "The server answered 'hello'.");
        });
    Release second = scene.building('b', plan("1.1.0"));

    scene.built(second);

    assertThat(scene.now(second).state()).isEqualTo(ReleaseState.FAILED);
    Failure failure = present(scene.now(second).failure());
    assertThat(failure)
        .isEqualTo(
            new Failure(
                ReleaseState.VERIFYING,
                ErrorCode.HANDSHAKE_FAILED,
                "The server answered 'hello'.",
                ErrorCode.HANDSHAKE_FAILED.hint()));
    assertThat(scene.live()).contains(first.id());
    assertThat(scene.now(first).state()).isEqualTo(ReleaseState.LIVE);
    assertThat(scene.runtime.serving(scene.deployment.id())).contains(first.id());
    assertThat(scene.runtime.candidates()).isEmpty();
    assertThat(scene.versions()).extracting(PackageVersion::version).containsExactly("1.0.0");
    assertThat(scene.events.deadLetters()).isEmpty();
  }

  @Test
  void serverThatDoesNotStart_failsInDeploying() {
    FakeServerRuntime broken =
        new FakeServerRuntime(
            spec -> {
              throw new SigilException(ErrorCode.START_FAILED, "The server ended: exit code 1.");
            },
            scene.clock);
    scene.events.subscribe(scene.function(scene.store, broken, candidate -> ANSWER));
    Release release = scene.building('a', plan("1.0.0"));

    scene.built(release);

    assertThat(present(scene.now(release).failure()).stage()).isEqualTo(ReleaseState.DEPLOYING);
    assertThat(present(scene.now(release).failure()).code()).isEqualTo(ErrorCode.START_FAILED);
  }

  @Test
  void failedBuild_failsTheRelease() {
    scene.with(candidate -> ANSWER);
    Release release = scene.building('a', plan("1.0.0"));
    Failure failure =
        Failure.of(
            ReleaseState.BUILDING, new SigilException(ErrorCode.BUILD_FAILED, "npm ended with 1."));

    scene.events.publish(BuildFinished.failed(release.id(), failure));
    scene.events.deliverAll();

    assertThat(scene.now(release).state()).isEqualTo(ReleaseState.FAILED);
    assertThat(scene.now(release).failure()).isEqualTo(failure);
  }

  @Test
  void lateFailure_harmsNoLiveRelease() {
    scene.with(candidate -> ANSWER);
    Release release = scene.building('a', plan("1.0.0"));
    scene.built(release);

    scene.events.publish(
        BuildFinished.failed(
            release.id(),
            Failure.of(
                ReleaseState.BUILDING, new SigilException(ErrorCode.BUILD_FAILED, "Late."))));
    scene.events.deliverAll();

    assertThat(scene.now(release).state()).isEqualTo(ReleaseState.LIVE);
    assertThat(scene.now(release).failure()).isNull();
  }

  @Test
  void newerPush_beforeTheHandshakeEnds_discardsTheCandidate() {
    scene.with(
        candidate -> {
          scene.push('b');
          return ANSWER;
        });
    Release release = scene.building('a', plan("1.0.0"));

    scene.built(release);

    assertThat(scene.now(release).state()).isEqualTo(ReleaseState.SUPERSEDED);
    assertThat(scene.live()).isEmpty();
    assertThat(scene.runtime.candidates()).isEmpty();
    assertThat(scene.runtime.serving(scene.deployment.id())).isEmpty();
    assertThat(scene.versions()).isEmpty();
  }

  @Test
  void newerPush_whileTrafficMoves_leavesATrueRecord() {
    Release release = scene.building('a', plan("1.0.0"));
    PushingRuntime runtime = new PushingRuntime(scene.runtime, () -> scene.push('b'));
    scene.events.subscribe(scene.function(scene.store, runtime, candidate -> ANSWER));

    scene.built(release);

    assertThat(scene.now(release).state()).isEqualTo(ReleaseState.LIVE);
    assertThat(scene.live()).contains(release.id());
    assertThat(scene.runtime.serving(scene.deployment.id())).contains(release.id());
  }

  @Test
  void deletedDeployment_leavesNothingRunning() {
    scene.with(
        candidate -> {
          scene.deployments.update(
              scene.deployment.id(),
              found -> found.withState(Deployment.State.DELETING, scene.clock.instant()));
          return ANSWER;
        });
    Release release = scene.building('a', plan("1.0.0"));

    scene.built(release);

    assertThat(scene.runtime.serving(scene.deployment.id())).isEmpty();
    assertThat(scene.runtime.candidates()).isEmpty();
    assertThat(scene.versions()).isEmpty();
  }

  @Test
  void rollback_makesTheOldVersionTheLatest() {
    scene.with(candidate -> ANSWER);
    Release first = scene.building('a', plan("1.0.0"));
    scene.built(first);
    scene.built(scene.building('b', plan("1.1.0")));
    scene.clock.advance(Duration.ofMinutes(1));
    Push again =
        new Push(Commit.NONE, first.push().after(), scene.clock.instant(), "Roll back", null);
    Release rollback =
        scene.releases.begin(
            scene.deployment.id(), Trigger.ROLLBACK, "rollback-1", again, scene.now(first));

    scene.built(rollback);

    assertThat(scene.live()).contains(rollback.id());
    assertThat(scene.packages.find("io.github.acme/weather", "latest"))
        .get()
        .satisfies(
            version -> {
              assertThat(version.version()).isEqualTo("1.0.0");
              assertThat(Scene.releaseOf(version)).isEqualTo(rollback.id());
            });
    assertThat(scene.versions()).hasSize(2);
  }

  @Test
  void sameVersion_isKeptWhileItsMetadataIsTheSame() {
    scene.with(candidate -> ANSWER);
    scene.built(scene.building('a', plan("1.0.0")));
    Release second = scene.building('b', plan("1.0.0"));
    scene.built(second);
    Release third =
        scene.building('c', plan("Weather", "1.0.0", "Better forecasts", Visibility.PUBLIC));

    scene.built(third);

    assertThat(scene.versions())
        .extracting(PackageVersion::version, Scene::releaseOf, PackageVersion::latest)
        .containsExactlyInAnyOrder(
            tuple("1.0.0", second.id(), false), tuple("1.0.0+" + "c".repeat(40), third.id(), true));
  }

  @Test
  void serverThatTurnsPrivate_leavesThePublicListWithAllItsVersions() {
    scene.with(candidate -> ANSWER);
    scene.built(scene.building('a', plan("1.0.0")));
    PackageFilter all = new PackageFilter(null, false, null, null, true);
    assertThat(scene.packages.list(all, 10, null).items()).hasSize(1);

    scene.built(scene.building('b', plan("Weather", "1.1.0", "Forecasts", Visibility.PRIVATE)));

    assertThat(scene.packages.list(all, 10, null).items()).isEmpty();
    assertThat(scene.packages.list(scene.deployment.workspace(), 10, null).items()).hasSize(1);
    assertThat(scene.deployments.get(scene.deployment.id()))
        .get()
        .returns(Visibility.PRIVATE, Deployment::visibility);
  }

  @Test
  void metadataThatTheRegistryRefuses_failsBeforeTrafficMoves() {
    scene.with(candidate -> ANSWER);
    Release release = scene.building('a', plan("latest"));

    scene.built(release);

    assertThat(present(scene.now(release).failure()).code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(present(scene.now(release).failure()).reason()).contains("not latest");
    assertThat(scene.runtime.serving(scene.deployment.id())).isEmpty();
    assertThat(scene.runtime.candidates()).isEmpty();
  }

  @Test
  void lastingTrouble_endsInTheDeadLetterAndAFailedRelease() {
    scene.with(
        candidate -> {
          throw new TransientException("the network is away");
        });
    Release release = scene.building('a', plan("1.0.0"));

    scene.built(release);

    Failure failure = present(scene.now(release).failure());
    assertThat(failure.code()).isEqualTo(ErrorCode.ATTEMPTS_EXHAUSTED);
    assertThat(failure.reason()).contains("5 times").contains("the network is away");
    assertThat(failure.stage()).isEqualTo(ReleaseState.VERIFYING);
    assertThat(scene.events.deadLetters()).hasSize(1);
    assertThat(scene.runtime.candidates()).isEmpty();
  }

  @Test
  void unexpectedError_isTriedAgain() {
    int[] calls = {0};
    scene.with(
        candidate -> {
          if (++calls[0] < 3) {
            throw new IllegalStateException("secret detail");
          }
          return ANSWER;
        });
    Release release = scene.building('a', plan("1.0.0"));

    scene.built(release);

    assertThat(scene.now(release).state()).isEqualTo(ReleaseState.LIVE);
  }
}
