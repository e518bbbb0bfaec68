package dev.sigil.functions.buildtrigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sigil.core.ConfigException;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.build.Artifact;
import dev.sigil.core.build.BuildPlan;
import dev.sigil.core.build.ImageBuilder.BuildRequest;
import dev.sigil.core.build.Language;
import dev.sigil.core.build.Scaling;
import dev.sigil.core.build.Tier;
import dev.sigil.core.build.Transport;
import dev.sigil.core.build.Visibility;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.Failure;
import dev.sigil.core.deploy.Push;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.deploy.ServerName;
import dev.sigil.core.deploy.Trigger;
import dev.sigil.core.event.BuildFinished;
import dev.sigil.core.event.ReleaseStep;
import dev.sigil.core.event.ScanPassed;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.Repository;
import dev.sigil.core.source.SourceLimits;
import dev.sigil.testkit.build.FakeImageBuilder;
import dev.sigil.testkit.event.MemoryEvents;
import dev.sigil.testkit.source.FakeSourceFetcher;
import dev.sigil.testkit.source.MemorySourceTree;
import dev.sigil.testkit.store.MemoryDocumentStore;
import dev.sigil.testkit.time.MutableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BuildTriggerTest {
  private static final Repository REPOSITORY = new Repository("https://github.com/acme/weather");

  private final MutableClock clock = new MutableClock();
  private final MemoryDocumentStore store = new MemoryDocumentStore();
  private final Releases releases = new Releases(store, clock);
  private final FakeSourceFetcher sources = new FakeSourceFetcher();
  private final MemoryEvents events = new MemoryEvents();
  private final List<BuildRequest> requests = new ArrayList<>();
  private final FakeImageBuilder builds = new FakeImageBuilder(events, this::build);

  @Test
  void scannedRelease_isPlannedAndBuilt() {
    Release release = scanned("1.0.0");

    deliver(release);

    assertThat(now(release).state()).isEqualTo(ReleaseState.BUILDING);
    assertThat(now(release).plan()).isEqualTo(plan("1.0.0"));
    assertThat(requests)
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.commit()).isEqualTo(release.push().after());
              assertThat(request.dockerfile()).isEqualTo("FROM scratch # 1.0.0");
              assertThat(request.workspace()).isEqualTo(release.workspace());
            });
    assertThat(events.published(BuildFinished.class)).hasSize(1);
  }

  @Test
  void repeatedEvent_buildsOnceAndPublishesTheOutcomeAgain() {
    Release release = scanned("1.0.0");
    deliver(release);
    deliver(release);
    assertThat(requests).hasSize(1);
    assertThat(events.published(BuildFinished.class)).hasSize(2);

    releases.record(release.id(), open -> open.withArtifact(new Artifact("local:sha256-1")));
    releases.enter(release.id(), ReleaseState.DEPLOYING);
    deliver(release);

    assertThat(requests).hasSize(1);
    assertThat(events.published(BuildFinished.class)).hasSize(3);
    assertThat(now(release).state()).isEqualTo(ReleaseState.DEPLOYING);
  }

  @Test
  void newerRelease_cancelsTheBuildsOfAllItSupersedes() {
    builds.hold();
    Release first = scanned("1.0.0");
    deliver(first);
    scanned("1.1.0");
    Release third = scanned("1.2.0");

    deliver(third);

    assertThat(builds.held()).containsExactly(third.id());
  }

  @Test
  void lateEventOfASupersededRelease_buildsNothing() {
    Release first = scanned("1.0.0");
    scanned("1.1.0");

    deliver(first);

    assertThat(requests).isEmpty();
    assertThat(now(first).state()).isEqualTo(ReleaseState.SUPERSEDED);
  }

  @Test
  void treeWithoutServer_failsTheRelease() {
    Release release = scanned("none");

    deliver(release);

    Failure failure = Optional.ofNullable(now(release).failure()).orElseThrow();
    assertThat(failure.stage()).isEqualTo(ReleaseState.BUILDING);
    assertThat(failure.code()).isEqualTo(ErrorCode.SERVER_NOT_DETECTED);
    assertThat(failure.hint()).contains("mcp.yaml");
    assertThat(requests).isEmpty();
  }

  @Test
  void config_namesItsProblem() {
    assertThat(BuildTriggerConfig.from(Map.of()).limits()).isEqualTo(SourceLimits.DEFAULT);
    assertThatThrownBy(() -> BuildTriggerConfig.from(Map.of("SIGIL_SOURCE_MAX_MIB", "none")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("SIGIL_SOURCE_MAX_MIB");
  }

  private BuildFinished build(BuildRequest request) {
    requests.add(request);
    return BuildFinished.succeeded(request.release(), new Artifact("local:sha256-1"));
  }

  private Release scanned(String version) {
    clock.advance(Duration.ofMinutes(1));
    Deployment deployment =
        new Deployments(store, clock)
            .ensure(new WorkspaceId("acme"), new ServerName("weather"), REPOSITORY, "main", "");
    Commit commit = sources.push(REPOSITORY, "main", MemorySourceTree.of(version, ""));
    Push push = new Push(Commit.NONE, commit, clock.instant(), null, null);
    Release release = releases.begin(deployment.id(), Trigger.PUSH, version, push, null);
    releases.enter(release.id(), ReleaseState.SCANNING);
    return release;
  }

  private void deliver(Release release) {
    Planning planning =
        Planning.of(
            (tree, folder) -> plan(tree.files().getFirst().path()),
            plan -> "FROM scratch # " + plan.version());
    BuildTrigger trigger =
        new BuildTrigger(releases, sources, planning, builds, events, SourceLimits.DEFAULT);
    ReleaseStep step =
        new ReleaseStep(releases, event -> {}, clock, ReleaseState.BUILDING, builds::cancel);
    MemoryEvents incoming = new MemoryEvents().subscribe(new BuildTriggerFunction(step, trigger));
    incoming.publish(new ScanPassed(release.id()));
    incoming.deliverAll();
    assertThat(incoming.deadLetters()).isEmpty();
  }

  private Release now(Release release) {
    return releases.get(release.id()).orElseThrow();
  }

  private static BuildPlan plan(String version) {
    if (version.equals("none")) {
      throw new SigilException(ErrorCode.SERVER_NOT_DETECTED, "No MCP server was found.");
    }
    return new BuildPlan(
        "weather",
        version,
        "Forecasts",
        Language.NODE,
        "",
        "",
        List.of(),
        List.of("node", "index.js"),
        Transport.STDIO,
        "/mcp",
        null,
        new TreeMap<>(),
        List.of(),
        Tier.SMALL,
        Scaling.DEFAULT,
        Visibility.PUBLIC,
        "mcp.yaml",
        List.of());
  }
}
