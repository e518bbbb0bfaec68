package dev.sigil.functions.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Push;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.deploy.ServerName;
import dev.sigil.core.event.ReconcileTick;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.Repository;
import dev.sigil.functions.allinone.PipelineWorld.Pushed;
import dev.sigil.github.GitHubConfig;
import dev.sigil.github.GitHubSourceFetcher;
import dev.sigil.testkit.event.MemoryEvents;
import dev.sigil.testkit.github.FakeGitHub;
import dev.sigil.testkit.github.FakeRepository;
import dev.sigil.testkit.github.Fault;
import dev.sigil.testkit.source.MemorySourceTree;
import dev.sigil.testkit.time.MutableClock;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A GitHub that is down, slow, short of patience and late: every push goes live, once. */
class GithubOutageTest {
  private static final KeyPair KEYS = keys();
  private static final Duration OUTAGE = Duration.ofMinutes(10);
  private static final Duration TROUBLE = Duration.ofMinutes(40);
  private static final int SERVERS = 3;
  private static final int PUSHES = 3;

  @TempDir Path temporary;

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2_048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void everyPush_goesLiveOnce(int seed) {
    Random random = new Random(seed);
    AtomicReference<FakeGitHub> started = new AtomicReference<>();
    PipelineWorld world =
        new PipelineWorld(MemoryEvents.unreliable(2, 10, random), clock -> fetcher(clock, started));
    try (FakeGitHub github = Objects.requireNonNull(started.get())) {
      Instant end = world.clock.instant();
      github.failing(request -> fault(world.clock.instant(), end, random));
      List<Pushed> pushes = pushes(world, github);

      run(world, pushes, random);

      Set<Deployment> deployments =
          pushes.stream().map(Pushed::deployment).collect(Collectors.toSet());
      assertThat(deployments).hasSize(SERVERS);
      deployments.forEach(deployment -> assertLive(world, deployment, pushes));
      assertThat(world.runtime.candidates()).isEmpty();
      assertThat(github.requests()).hasSizeLessThan(2_000);
    }
  }

  private GitHubSourceFetcher fetcher(MutableClock clock, AtomicReference<FakeGitHub> started) {
    FakeGitHub github = FakeGitHub.start(new FakeGitHub.App("4711", KEYS.getPublic()), clock);
    started.set(github);
    github.install("acme");
    GitHubConfig config =
        new GitHubConfig(github.address(), new GitHubConfig.App("4711", KEYS.getPrivate()));
    return new GitHubSourceFetcher(config, temporary, clock, time -> clock.advance(time));
  }

  /* Down for ten minutes, then for half an hour as unreliable as on a bad day. */
  private static Optional<Fault> fault(Instant now, Instant start, Random random) {
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
      default -> Optional.empty();
    };
  }

  private static List<Pushed> pushes(PipelineWorld world, FakeGitHub github) {
    List<Pushed> pushes = new ArrayList<>();
    for (int server = 0; server < SERVERS; server++) {
      String name = "weather-" + server;
      FakeRepository repository = github.create("acme", name, true);
      Deployment deployment =
          world.deployments.ensure(
              new WorkspaceId("acme"),
              new ServerName(name),
              new Repository(github.cloneAddress("acme", name)),
              "main",
              "");
      Commit before = Commit.NONE;
      for (int push = 0; push < PUSHES; push++) {
        MemorySourceTree tree = MemorySourceTree.of("behaviour", "fine", "number", "" + push);
        Commit after = repository.push("main", tree);
        Instant at = world.clock.instant().plusSeconds(push);
        pushes.add(new Pushed(deployment, new Push(before, after, at, "change", "dev")));
        before = after;
      }
    }
    return pushes;
  }

  /* Webhooks come in any order, twice, or an hour late, when they were lost at first. */
  private static void run(PipelineWorld world, List<Pushed> pushes, Random random) {
    List<Pushed> arrivals = new ArrayList<>(pushes);
    arrivals.addAll(pushes.subList(0, pushes.size() / 2));
    Collections.shuffle(arrivals, random);
    List<Pushed> late = arrivals.subList(0, arrivals.size() / 3);
    arrivals.subList(late.size(), arrivals.size()).forEach(world::arrive);
    settle(world, random);
    late.forEach(world::arrive);
    settle(world, random);
  }

  private static void settle(PipelineWorld world, Random random) {
    for (int tick = 0; tick < 20; tick++) {
      while (world.events.deliverOne()) {
        world.clock.advance(Duration.ofSeconds(random.nextInt(10)));
      }
      world.clock.advance(Duration.ofMinutes(5));
      world.events.publish(new ReconcileTick(world.clock.instant()));
    }
    world.events.deliverAll();
  }

  private static void assertLive(PipelineWorld world, Deployment deployment, List<Pushed> pushes) {
    List<Release> releases = world.releasesOf(deployment);
    Set<String> commits = new TreeSet<>();
    releases.forEach(release -> commits.add(release.push().after().id()));
    assertThat(releases).hasSameSizeAs(commits);
    assertThat(commits).hasSize(PUSHES);
    assertThat(releases)
        .extracting(Release::state)
        .isSubsetOf(ReleaseState.LIVE, ReleaseState.SUPERSEDED);
    Push newest =
        pushes.stream()
            .filter(push -> push.deployment().id().equals(deployment.id()))
            .map(Pushed::push)
            .toList()
            .getLast();
    Release live =
        releases.stream()
            .filter(release -> release.state() == ReleaseState.LIVE)
            .collect(Collectors.collectingAndThen(Collectors.toList(), List::getFirst));
    assertThat(live.push().after()).isEqualTo(newest.after());
    assertThat(world.runtime.serving(deployment.id())).contains(live.id());
  }
}
