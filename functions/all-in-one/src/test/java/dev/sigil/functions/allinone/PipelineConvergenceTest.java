package dev.sigil.functions.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Failure;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.event.Event;
import dev.sigil.functions.allinone.PipelineWorld.Pushed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever delivery does to the events, the pipeline ends where one clean run ends. */
class PipelineConvergenceTest {
  /** Servers by name, with what their commits do, the newest last. */
  private static final Map<String, String[]> COMMITS = commits();

  private static Map<String, String[]> commits() {
    Map<String, String[]> commits = new LinkedHashMap<>();
    commits.put("good", new String[] {"fine", "no build", "blocked", "fine too"});
    commits.put("blocked", new String[] {"fine", "blocked"});
    commits.put("nowhere", new String[] {"fine", "no server"});
    commits.put("unbuilt", new String[] {"fine", "no build"});
    commits.put("unstarted", new String[] {"no start"});
    commits.put("mute", new String[] {"fine", "fine too", "no handshake"});
    return commits;
  }

  static IntStream seeds() {
    return IntStream.range(0, 20);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void repeatedShuffledAndStaleDeliveries_endAsOneCleanRun(int seed) {
    Map<String, ObjectNode> clean = clean();
    Random random = new Random(seed);
    PipelineWorld world = new PipelineWorld(PipelineWorld.unreliable(random));
    Map<String, Deployment> deployments = new LinkedHashMap<>();
    List<Pushed> arrivals = new ArrayList<>();
    COMMITS.forEach(
        (name, behaviours) -> {
          Deployment deployment = world.deployment("acme", name);
          deployments.put(name, deployment);
          arrivals.addAll(world.commit(deployment, behaviours));
        });
    List<Pushed> thrice = new ArrayList<>();
    IntStream.range(0, 3).forEach(copy -> thrice.addAll(arrivals));
    Collections.shuffle(thrice, random);

    thrice.forEach(world::arrive);
    world.events.deliverAll();
    List<Event> stale = world.events.published();
    stale.forEach(world.events::publish);
    world.events.deliverAll();

    deployments.forEach(
        (name, deployment) -> {
          assertThat(world.endState(deployment)).as(name).isEqualTo(clean.get(name));
          assertConsistent(world, deployment);
        });
    assertThat(world.runtime.candidates()).isEmpty();
    assertThat(world.events.deadLetters()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void pushesBetweenSteps_newestCommitWins(int seed) {
    Random random = new Random(seed);
    PipelineWorld world = new PipelineWorld(PipelineWorld.unreliable(random));
    Deployment deployment = world.deployment("acme", "weather");
    List<Pushed> pushes =
        world.commit(deployment, "fine", "fine too", "no handshake", "blocked", "fine", "fine too");
    List<Pushed> arrivals = new ArrayList<>(pushes);
    Collections.shuffle(arrivals, random);

    for (Pushed push : arrivals) {
      world.arrive(push);
      int steps = random.nextInt(8);
      for (int i = 0; i < steps; i++) {
        world.events.deliverOne();
      }
    }
    world.events.deliverAll();

    Release live = assertConsistent(world, deployment).orElseThrow();
    assertThat(live.push()).isEqualTo(pushes.getLast().push());
    assertThat(world.packages.find("io.github.acme/weather", "latest"))
        .get()
        .satisfies(
            version ->
                assertThat(Objects.requireNonNull(version.hosting()).commit())
                    .isEqualTo(pushes.getLast().push().after()));
    assertThat(world.runtime.candidates()).isEmpty();
  }

  @Test
  void everyFailure_saysWhereWhyAndWhatToDo() {
    PipelineWorld world = new PipelineWorld(PipelineWorld.reliable());
    Map<String, Failure> failures = new LinkedHashMap<>();
    for (String behaviour :
        List.of("blocked", "no server", "no build", "no start", "no handshake")) {
      Deployment deployment = world.deployment("acme", behaviour.replace(' ', '-'));
      world.commit(deployment, behaviour).forEach(world::arrive);
      world.events.deliverAll();
      Release release = world.releasesOf(deployment).getFirst();
      failures.put(behaviour, Optional.ofNullable(release.failure()).orElseThrow());
    }

    assertThat(failures.values().stream().map(Failure::stage))
        .containsExactly(
            ReleaseState.SCANNING,
            ReleaseState.BUILDING,
            ReleaseState.BUILDING,
            ReleaseState.DEPLOYING,
            ReleaseState.VERIFYING);
    assertThat(failures.values().stream().map(Failure::code))
        .containsExactly(
            ErrorCode.SCAN_BLOCKED,
            ErrorCode.SERVER_NOT_DETECTED,
            ErrorCode.BUILD_FAILED,
            ErrorCode.START_FAILED,
            ErrorCode.HANDSHAKE_FAILED);
    assertThat(failures.values())
        .allSatisfy(
            failure -> {
              assertThat(failure.reason()).isNotBlank();
              assertThat(failure.hint()).isNotBlank();
            });
    assertThat(failures.get("blocked"))
        .extracting(Failure::reason)
        .asString()
        .contains(".env:3", "A token is committed.", "Revoke it.", "f1");
  }

  @Test
  void anotherTenant_isUntouched() {
    PipelineWorld world = new PipelineWorld(PipelineWorld.reliable());
    Deployment theirs = world.deployment("globex", "weather");
    world.commit(theirs, "fine").forEach(world::arrive);
    world.events.deliverAll();
    Deployment before = world.deployments.get(theirs.id()).orElseThrow();
    List<Release> releases = world.releasesOf(theirs);
    ObjectNode state = world.endState(theirs);

    Deployment ours = world.deployment("acme", "weather");
    world.commit(ours, "fine", "no start", "fine too").forEach(world::arrive);
    world.events.deliverAll();

    assertThat(world.deployments.get(theirs.id())).contains(before);
    assertThat(world.releasesOf(theirs)).isEqualTo(releases);
    assertThat(world.endState(theirs)).isEqualTo(state);
    assertThat(world.deployments.find(ours.workspace(), theirs.id())).isEmpty();
    assertThat(world.releases.find(ours.workspace(), releases.getFirst().id())).isEmpty();
  }

  private static Map<String, ObjectNode> clean() {
    PipelineWorld world = new PipelineWorld(PipelineWorld.reliable());
    Map<String, Deployment> deployments = new LinkedHashMap<>();
    List<Pushed> arrivals = new ArrayList<>();
    COMMITS.forEach(
        (name, behaviours) -> {
          Deployment deployment = world.deployment("acme", name);
          deployments.put(name, deployment);
          arrivals.addAll(world.commit(deployment, behaviours));
        });
    arrivals.forEach(world::arrive);
    world.events.deliverAll();
    Map<String, ObjectNode> states = new LinkedHashMap<>();
    deployments.forEach((name, deployment) -> states.put(name, world.endState(deployment)));
    return states;
  }

  /** Nothing is open, at most one release is live, and it is the one that serves. */
  private static Optional<Release> assertConsistent(PipelineWorld world, Deployment deployment) {
    List<Release> releases = world.releasesOf(deployment);
    assertThat(releases).noneMatch(release -> release.state().open());
    Stream<Release> live =
        releases.stream().filter(release -> release.state() == ReleaseState.LIVE);
    List<Release> found = live.toList();
    assertThat(found).hasSizeLessThanOrEqualTo(1);
    Optional<Release> only = found.stream().findFirst();
    assertThat(world.deployments.get(deployment.id()).orElseThrow().liveRelease())
        .isEqualTo(only.map(Release::id));
    assertThat(world.runtime.serving(deployment.id())).isEqualTo(only.map(Release::id));
    return only;
  }
}
