package dev.sigil.functions.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.deploy.ServerName;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.source.Commit;
import dev.sigil.functions.allinone.GithubWorld.Road;
import dev.sigil.testkit.event.MemoryEvents;
import dev.sigil.testkit.github.FakeRepository;
import dev.sigil.testkit.github.Fault;
import dev.sigil.testkit.source.MemorySourceTree;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A GitHub that is down, slow, short of patience, and loses what it delivers: every push goes live
 * and is shown, once.
 */
class GithubOutageTest {
  private static final Duration OUTAGE = Duration.ofMinutes(10);
  private static final Duration TROUBLE = Duration.ofMinutes(40);
  private static final Duration TICK = Duration.ofMinutes(5);
  private static final List<Road> ROADS = List.of(Road.OPEN, Road.LOST, Road.SLOW);
  private static final int SERVERS = 3;
  private static final int PUSHES = 3;

  @TempDir Path temporary;

  @Test
  void push_isShownFromItsCheckToItsAddressAndRunAgain() {
    Random random = new Random(1);
    try (GithubWorld world = new GithubWorld(PipelineWorld.reliable(), temporary)) {
      FakeRepository weather = world.github.create("acme", "weather", true);
      world.push(weather, "weather", tree(1));
      world.settle(2, TICK, random);

      Release first = releases(world, "weather").getFirst();
      assertThat(first.state()).isEqualTo(ReleaseState.LIVE);
      assertThat(conclusions(world)).containsExactly(Map.entry(first.id().value(), "success"));
      assertThat(world.github.deploymentStates())
          .singleElement()
          .satisfies(
              shown -> {
                assertThat(shown.path("state").asText()).isEqualTo("success");
                assertThat(shown.path("environment_url").asText())
                    .isEqualTo("https://mcp.example/acme/weather/mcp");
              });

      world.rerun(weather, "weather", first);
      world.settle(2, TICK, random);

      Release again = releases(world, "weather").getFirst();
      assertThat(releases(world, "weather")).hasSize(2);
      assertThat(again.state()).isEqualTo(ReleaseState.LIVE);
      assertThat(conclusions(world))
          .containsOnly(
              Map.entry(first.id().value(), "success"), Map.entry(again.id().value(), "success"));
      assertThat(environments(world)).containsExactly("inactive", "success");
      assertThat(world.github.statuses()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void everyPush_goesLiveAndIsShownOnce(int seed) {
    Random random = new Random(seed);
    try (GithubWorld world = new GithubWorld(MemoryEvents.unreliable(2, 10, random), temporary)) {
      Instant start = world.now();
      world.github.failing(request -> fault(world, start, random));
      world.road(() -> road(world, start, random));

      Map<String, List<Commit>> pushed = push(world, random);
      world.settle(45, TICK, random);

      pushed.forEach((name, commits) -> assertLive(world, name, commits));
      assertThat(world.pipeline.runtime.candidates()).isEmpty();
      assertShownOnce(world);
      assertThat(world.hooks.asked()).as("deliveries that were lost").isNotEmpty();
      assertThat(world.github.requests()).hasSizeLessThan(3_000);
    }
  }

  private static Map<String, List<Commit>> push(GithubWorld world, Random random) {
    Map<String, FakeRepository> repositories = new TreeMap<>();
    Map<String, List<Commit>> pushed = new TreeMap<>();
    for (int push = 0; push < PUSHES; push++) {
      for (int server = 0; server < SERVERS; server++) {
        String name = "weather-" + server;
        FakeRepository repository =
            repositories.computeIfAbsent(name, any -> world.github.create("acme", any, true));
        pushed
            .computeIfAbsent(name, any -> new ArrayList<>())
            .add(world.push(repository, name, tree(push)));
      }
      world.settle(1, Duration.ofMinutes(random.nextInt(1, 4)), random);
    }
    return pushed;
  }

  private static MemorySourceTree tree(int number) {
    return MemorySourceTree.of("behaviour", "fine", "number", "" + number);
  }

  /* Down for ten minutes, then for half an hour as unreliable as on a bad day. */
  private static Optional<Fault> fault(GithubWorld world, Instant start, Random random) {
    Instant now = world.now();
    if (now.isBefore(start.plus(OUTAGE))) {
      int status = List.of(500, 502, 503, 504).get(random.nextInt(4));
      return Optional.of(Fault.answering(status, Map.of()));
    }
    if (!now.isBefore(start.plus(TROUBLE))) {
      return Optional.empty();
    }
    return switch (random.nextInt(8)) {
      case 0 -> Optional.of(Fault.cut());
      case 1 -> Optional.of(Fault.answering(403, Map.of("Retry-After", "90")));
      case 2 -> {
        String reset = Long.toString(now.plusSeconds(400).getEpochSecond());
        yield Optional.of(
            Fault.answering(429, Map.of("X-RateLimit-Remaining", "0", "X-RateLimit-Reset", reset)));
      }
      case 3 -> Optional.of(Fault.answering(502, Map.of()));
      case 4 -> {
        world.pipeline.clock.advance(Duration.ofSeconds(15));
        yield Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  private static Road road(GithubWorld world, Instant start, Random random) {
    return world.now().isBefore(start.plus(TROUBLE))
        ? ROADS.get(random.nextInt(ROADS.size()))
        : Road.OPEN;
  }

  private static List<Release> releases(GithubWorld world, String name) {
    return world.pipeline.releasesOf(deployment(world, name));
  }

  private static Deployment deployment(GithubWorld world, String name) {
    return world
        .pipeline
        .deployments
        .find(new WorkspaceId("acme"), new ServerName(name))
        .orElseThrow();
  }

  private static void assertLive(GithubWorld world, String name, List<Commit> commits) {
    List<Release> releases = releases(world, name);
    assertThat(releases)
        .extracting(release -> release.push().after())
        .containsExactlyInAnyOrderElementsOf(commits);
    assertThat(releases)
        .extracting(Release::state)
        .isSubsetOf(ReleaseState.LIVE, ReleaseState.SUPERSEDED);
    List<Release> live =
        releases.stream().filter(release -> release.state() == ReleaseState.LIVE).toList();
    assertThat(live).hasSize(1);
    assertThat(live.getFirst().push().after()).isEqualTo(commits.getLast());
    assertThat(world.pipeline.runtime.serving(deployment(world, name).id()))
        .contains(live.getFirst().id());
  }

  private static void assertShownOnce(GithubWorld world) {
    assertThat(world.github.checkRuns()).hasSize(SERVERS * PUSHES);
    assertThat(conclusions(world))
        .hasSize(SERVERS * PUSHES)
        .allSatisfy((release, conclusion) -> assertThat(conclusion).isIn("success", "neutral"));
    assertThat(environments(world)).isSubsetOf("success", "inactive");
    assertThat(environments(world)).filteredOn("success"::equals).hasSize(SERVERS);
    assertThat(environments(world)).hasSizeLessThanOrEqualTo(SERVERS * PUSHES);
    assertThat(world.github.statuses()).isEmpty();
  }

  private static Map<String, String> conclusions(GithubWorld world) {
    Map<String, String> conclusions = new TreeMap<>();
    for (JsonNode run : world.github.checkRuns()) {
      conclusions.put(run.path("external_id").asText(), run.path("conclusion").asText());
    }
    return conclusions;
  }

  private static List<String> environments(GithubWorld world) {
    return world.github.deploymentStates().stream()
        .map(state -> state.path("state").asText())
        .toList();
  }
}
