package dev.sigil.functions.deploycompletion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.account.AuditLog;
import dev.sigil.core.build.Artifact;
import dev.sigil.core.build.BuildPlan;
import dev.sigil.core.build.Language;
import dev.sigil.core.build.Scaling;
import dev.sigil.core.build.Tier;
import dev.sigil.core.build.Transport;
import dev.sigil.core.build.Visibility;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.Push;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.deploy.ServerName;
import dev.sigil.core.deploy.ServerRuntime;
import dev.sigil.core.deploy.Trigger;
import dev.sigil.core.event.BuildFinished;
import dev.sigil.core.event.EventFunction;
import dev.sigil.core.event.ReleaseStep;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.json.Json;
import dev.sigil.core.preview.PreviewSlots;
import dev.sigil.core.registry.PackageVersion;
import dev.sigil.core.registry.Packages;
import dev.sigil.core.registry.RegistryNames;
import dev.sigil.core.scan.CatalogueScanner;
import dev.sigil.core.scan.ScanEngine;
import dev.sigil.core.scan.policy.Judgements;
import dev.sigil.core.scan.policy.Waivers;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.Repository;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.core.tool.ToolCatalogue;
import dev.sigil.functions.deploycompletion.report.Reporting;
import dev.sigil.testkit.build.FakeImageBuilder;
import dev.sigil.testkit.codehost.MemoryCodeHost;
import dev.sigil.testkit.deploy.FakeServerRuntime;
import dev.sigil.testkit.event.MemoryEvents;
import dev.sigil.testkit.store.MemoryDocumentStore;
import dev.sigil.testkit.time.MutableClock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One server whose releases have been built, and everything that deploy-completion needs. */
final class Scene {
  static final RegistryNames NAMES = new RegistryNames("https://mcp.example", "dev.sigil");
  static final ToolCatalogue TOOLS = tools("echo");
  static final Answer ANSWER = Answer.of(TOOLS, "");

  private static final CatalogueScanner SCANNER = ScanEngine.installed().catalogueScanner();

  final MutableClock clock = new MutableClock();
  final MemoryDocumentStore store = new MemoryDocumentStore();
  final Releases releases = new Releases(store, clock);
  final Deployments deployments = new Deployments(store, clock);
  final Packages packages = new Packages(store, clock);
  final FakeServerRuntime runtime = new FakeServerRuntime();
  final MemoryEvents events = new MemoryEvents();
  final FakeImageBuilder builds = new FakeImageBuilder(events);
  final Set<String> waivedByOperator = new HashSet<>();
  final MemoryCodeHost host = new MemoryCodeHost();
  final Deployment deployment;

  Scene() {
    deployment =
        deployments.ensure(
            new WorkspaceId("acme"),
            new ServerName("weather"),
            new Repository("https://github.com/acme/weather"),
            "main",
            "");
  }

  /** The function over this scene's ports, which a test may have wrapped. */
  EventFunction function(DocumentStore documents, ServerRuntime servers, Handshake handshake) {
    Releases states = new Releases(documents, clock);
    return new DeployCompletionFunction(
        new ReleaseStep(states, events, clock, ReleaseState.VERIFYING, servers::discard),
        new DeployCompletion(documents, servers, handshake, review(documents), NAMES, clock),
        new Reconciliation(
            documents, servers, events, Duration.ofMinutes(10), Duration.ofHours(2), clock),
        new Reporting(host, documents, NAMES, previewing(documents, servers)::run, clock),
        previewing(documents, servers));
  }

  private Previewing previewing(DocumentStore documents, ServerRuntime servers) {
    return new Previewing(
        new Previewing.Ports(host, documents, servers, builds, events, clock),
        new Previewing.Rules(NAMES, PreviewSlots.Bounds.DEFAULT, Duration.ofDays(7)),
        new Random(1));
  }

  private AnswerReview review(DocumentStore documents) {
    Releases states = new Releases(documents, clock);
    Waivers waivers = new Waivers(documents, clock, new AuditLog(documents, clock, new Random(1)));
    return new AnswerReview(SCANNER, new Judgements(documents, states, waivers, waivedByOperator));
  }

  /** Subscribes the function with a handshake. */
  Scene with(Handshake handshake) {
    events.subscribe(function(store, runtime, handshake));
    return this;
  }

  /** A release that waits for its build: {@code digit} makes its commit. */
  Release building(char digit, BuildPlan plan) {
    Release queued = push(digit);
    releases.enter(queued.id(), ReleaseState.SCANNING);
    releases.enter(queued.id(), ReleaseState.BUILDING);
    return releases.record(queued.id(), open -> open.withPlan(plan)).orElseThrow();
  }

  Release push(char digit) {
    clock.advance(Duration.ofMinutes(1));
    Push push =
        new Push(
            Commit.NONE, new Commit(String.valueOf(digit).repeat(40)), clock.instant(), null, null);
    return releases.begin(deployment.id(), Trigger.PUSH, "delivery-" + digit, push, null);
  }

  void built(Release release) {
    events.publish(BuildFinished.succeeded(release.id(), artifact(release)));
    events.deliverAll();
  }

  static Artifact artifact(Release release) {
    return new Artifact("local:sha256-" + release.push().after().abbreviated());
  }

  Release now(Release release) {
    return releases.get(release.id()).orElseThrow();
  }

  Optional<ReleaseId> live() {
    return deployments.get(deployment.id()).flatMap(Deployment::liveRelease);
  }

  List<PackageVersion> versions() {
    return packages.versions("io.github.acme/weather", 100, null).items();
  }

  /** Everything that may be seen from outside, without times. */
  ObjectNode endState(Release... known) {
    ObjectNode state = Json.object();
    for (Release release : known) {
      Release now = now(release);
      ObjectNode entry = state.putObject(release.id().value());
      entry.put("state", now.state().name()).put("catalogue", now.catalogue());
      entry.put("failure", now.failure() == null ? null : now.failure().code().name());
      entry.set("stages", Json.object().arrayNode());
      now.stages().forEach(timing -> entry.withArray("stages").add(timing.stage().name()));
    }
    state.put("live", live().map(ReleaseId::value).orElse(null));
    state.put("serving", runtime.serving(deployment.id()).map(ReleaseId::value).orElse(null));
    runtime.candidates().forEach(id -> state.withArray("candidates").add(id.value()));
    versions()
        .forEach(
            version ->
                state
                    .withArray("versions")
                    .add(version.version() + " " + releaseOf(version) + " " + version.rank()));
    return state;
  }

  /** The release that published a version. */
  static ReleaseId releaseOf(PackageVersion version) {
    return present(version.hosting()).release();
  }

  static BuildPlan plan(String version) {
    return plan("Weather", version, "Forecasts", Visibility.PUBLIC);
  }

  static BuildPlan plan(String name, String version, String description, Visibility visibility) {
    return new BuildPlan(
        name,
        version,
        description,
        Language.NODE,
        "",
        "",
        List.of(),
        List.of("node", "index.js"),
        Transport.HTTP,
        "/mcp",
        null,
        new TreeMap<>(),
        List.of(),
        Tier.SMALL,
        Scaling.DEFAULT,
        visibility,
        "mcp.yaml",
        List.of());
  }

  static ToolCatalogue tools(String... names) {
    return ToolCatalogue.of(
        Stream.of(names)
            .map(
                name ->
                    (ObjectNode)
                        Json.parse(
                            "{\"name\":\"" + name + "\",\"inputSchema\":{\"type\":\"object\"}}"))
            .toList());
  }

  static <T> T present(@Nullable T value) {
    return Optional.ofNullable(value).orElseThrow();
  }
}
