package dev.sigil.functions.allinone;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.account.AuditLog;
import dev.sigil.core.build.BuildPlan;
import dev.sigil.core.build.BuildStep;
import dev.sigil.core.build.Language;
import dev.sigil.core.build.Scaling;
import dev.sigil.core.build.Tier;
import dev.sigil.core.build.Transport;
import dev.sigil.core.build.Visibility;
import dev.sigil.core.codehost.CodeHost;
import dev.sigil.core.codehost.HookDeliveries;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.Push;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.deploy.ServerName;
import dev.sigil.core.deploy.ServerRuntime.Candidate;
import dev.sigil.core.deploy.ServerRuntime.ServerSpec;
import dev.sigil.core.deploy.Trigger;
import dev.sigil.core.event.ReleaseStep;
import dev.sigil.core.event.SourcePushed;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.json.Json;
import dev.sigil.core.preview.PreviewSlots;
import dev.sigil.core.registry.Packages;
import dev.sigil.core.registry.RegistryNames;
import dev.sigil.core.scan.BillsOfMaterials;
import dev.sigil.core.scan.Finding;
import dev.sigil.core.scan.ScanEngine;
import dev.sigil.core.scan.ScanReport;
import dev.sigil.core.scan.Severity;
import dev.sigil.core.scan.Verdict;
import dev.sigil.core.scan.policy.Judgements;
import dev.sigil.core.scan.policy.Waivers;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.Repository;
import dev.sigil.core.source.SourceFetcher;
import dev.sigil.core.source.SourceLimits;
import dev.sigil.core.source.SourceTree;
import dev.sigil.core.tool.ToolCatalogue;
import dev.sigil.functions.buildtrigger.BuildTrigger;
import dev.sigil.functions.buildtrigger.BuildTriggerFunction;
import dev.sigil.functions.buildtrigger.Planning;
import dev.sigil.functions.deploycompletion.Answer;
import dev.sigil.functions.deploycompletion.AnswerReview;
import dev.sigil.functions.deploycompletion.DeployCompletion;
import dev.sigil.functions.deploycompletion.DeployCompletionFunction;
import dev.sigil.functions.deploycompletion.Previewing;
import dev.sigil.functions.deploycompletion.Reconciliation;
import dev.sigil.functions.deploycompletion.report.Reporting;
import dev.sigil.functions.scanjob.ScanJob;
import dev.sigil.functions.scanjob.ScanJobFunction;
import dev.sigil.testkit.build.FakeImageBuilder;
import dev.sigil.testkit.deploy.FakeServerRuntime;
import dev.sigil.testkit.event.MemoryEvents;
import dev.sigil.testkit.source.FakeSourceFetcher;
import dev.sigil.testkit.source.MemorySourceTree;
import dev.sigil.testkit.store.MemoryDocumentStore;
import dev.sigil.testkit.time.MutableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The event functions over fakes. What a commit does is written in its file {@code behaviour}: a
 * scan that blocks it, a build that fails, a server that does not start or does not speak MCP, or
 * {@code tools} and the names of those that it has.
 */
final class PipelineWorld {
  private static final String BEHAVIOUR = "behaviour";
  private static final String TOOLS = "/tools-";
  private static final int MAX_ATTEMPTS = 5;
  private static final RegistryNames NAMES = new RegistryNames("https://mcp.example", "dev.sigil");

  final MutableClock clock = new MutableClock();
  final MemoryDocumentStore store = new MemoryDocumentStore();
  final Releases releases = new Releases(store, clock);
  final Deployments deployments = new Deployments(store, clock);
  final Packages packages = new Packages(store, clock);
  final FakeSourceFetcher sources = new FakeSourceFetcher();
  final List<ServerSpec> launched = new ArrayList<>();
  final FakeServerRuntime runtime = new FakeServerRuntime(this::launch, clock);
  final MemoryEvents events;

  private Judgements judgements() {
    AuditLog audit = new AuditLog(store, clock, new Random(1));
    return new Judgements(store, releases, new Waivers(store, clock, audit), Set.of());
  }

  /** A commit on its way, and the moment in which it was pushed. */
  record Pushed(Deployment deployment, Push push) {}

  /** Where commits come from that {@link #commit} does not make, and who is told of releases. */
  record Elsewhere(SourceFetcher sources, CodeHost host, HookDeliveries deliveries) {}

  PipelineWorld(MemoryEvents events) {
    this(events, null);
  }

  /** As the other, where nothing that was delivered can be missed. */
  PipelineWorld(
      MemoryEvents events,
      Function<MutableClock, SourceFetcher> sources,
      Function<MutableClock, CodeHost> shownAt) {
    this(
        events,
        clock -> new Elsewhere(sources.apply(clock), shownAt.apply(clock), HookDeliveries.NONE));
  }

  /** A world with a code host, made over its clock. */
  PipelineWorld(MemoryEvents events, @Nullable Function<MutableClock, Elsewhere> elsewhere) {
    this.events = events;
    Elsewhere remote =
        elsewhere == null
            ? new Elsewhere(this.sources, CodeHost.NONE, HookDeliveries.NONE)
            : elsewhere.apply(clock);
    SourceFetcher sources = remote.sources();
    FakeImageBuilder builds = new FakeImageBuilder(events);
    Previewing previewing =
        new Previewing(
            new Previewing.Ports(remote.host(), store, runtime, builds, events, clock),
            new Previewing.Rules(NAMES, new PreviewSlots.Bounds(3, 2), Duration.ofDays(7)),
            new Random(1));
    Planning planning =
        Planning.of((tree, folder) -> plan(behaviour(tree)), plan -> "FROM scratch");
    events
        .subscribe(
            new ScanJobFunction(
                new ReleaseStep(releases, events, clock, ReleaseState.SCANNING, release -> {}),
                new ScanJob(
                    releases,
                    sources,
                    (tree, folder) -> report(behaviour(tree)),
                    judgements(),
                    (tree, folder, application) -> Json.object(),
                    new BillsOfMaterials(store),
                    events,
                    SourceLimits.DEFAULT)))
        .subscribe(
            new BuildTriggerFunction(
                new ReleaseStep(releases, events, clock, ReleaseState.BUILDING, builds::cancel),
                new BuildTrigger(
                    releases, sources, planning, builds, events, SourceLimits.DEFAULT)))
        .subscribe(
            new DeployCompletionFunction(
                new ReleaseStep(releases, events, clock, ReleaseState.VERIFYING, runtime::discard),
                new DeployCompletion(
                    store,
                    runtime,
                    PipelineWorld::shakeHands,
                    new AnswerReview(ScanEngine.installed().catalogueScanner(), judgements()),
                    NAMES,
                    clock),
                new Reconciliation(
                    store,
                    runtime,
                    events,
                    remote.deliveries(),
                    Duration.ofMinutes(10),
                    Duration.ofHours(2),
                    clock),
                new Reporting(remote.host(), store, NAMES, previewing::run, clock),
                previewing));
  }

  static MemoryEvents reliable() {
    return new MemoryEvents();
  }

  static MemoryEvents unreliable(RandomGenerator random) {
    return MemoryEvents.unreliable(3, MAX_ATTEMPTS, random);
  }

  Deployment deployment(String workspace, String name) {
    return deployments.ensure(
        new WorkspaceId(workspace),
        new ServerName(name),
        new Repository("https://github.com/" + workspace + "/" + name),
        "main",
        "");
  }

  /** Commits to the repository; nobody has heard of it yet. */
  List<Pushed> commit(Deployment deployment, String... behaviours) {
    List<Pushed> pushes = new ArrayList<>();
    Commit before = Commit.NONE;
    for (String behaviour : behaviours) {
      clock.advance(Duration.ofSeconds(10));
      Commit after =
          sources.push(
              deployment.repository(),
              "main",
              MemorySourceTree.of(BEHAVIOUR, behaviour, "number", "" + pushes.size()));
      pushes.add(
          new Pushed(deployment, new Push(before, after, clock.instant(), behaviour, "dev")));
      before = after;
    }
    return pushes;
  }

  /** What the webhook does with a delivery, which may be repeated. */
  ReleaseId arrive(Pushed pushed) {
    String key = "delivery of " + pushed.push().after();
    Release release =
        releases.begin(pushed.deployment().id(), Trigger.PUSH, key, pushed.push(), null);
    events.publish(new SourcePushed(release.id()));
    return release.id();
  }

  List<Release> releasesOf(Deployment deployment) {
    return releases.list(deployment.id(), 100, null).items();
  }

  /** What a run leaves behind, without what depends on the order of arrival. */
  ObjectNode endState(Deployment deployment) {
    ObjectNode state = Json.object();
    new TreeMap<>(
            releasesOf(deployment).stream()
                .collect(
                    Collectors.toMap(release -> release.push().after().id(), release -> release)))
        .forEach(
            (commit, release) ->
                state
                    .putObject(commit)
                    .put("state", release.state().name())
                    .put("catalogue", release.catalogue())
                    .put(
                        "failure",
                        release.failure() == null ? null : Json.write(release.failure())));
    Deployment now = deployments.get(deployment.id()).orElseThrow();
    state.put("live", now.liveRelease().map(ReleaseId::value).orElse(null));
    state.put("visibility", now.visibility().name());
    state.put("serving", runtime.serving(now.id()).map(ReleaseId::value).orElse(null));
    String name = "io.github." + now.workspace() + "/" + now.name();
    packages
        .versions(name, 100, null)
        .items()
        .forEach(
            version ->
                state
                    .withArray("versions")
                    .add(
                        version.version()
                            + " "
                            + Objects.requireNonNull(version.hosting()).commit()
                            + " "
                            + version.rank()));
    return state;
  }

  private static String behaviour(SourceTree tree) {
    try {
      Optional<byte[]> text = tree.read(BEHAVIOUR, 100);
      return new String(text.orElseThrow(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ScanReport report(String behaviour) {
    boolean blocked = behaviour.equals("blocked");
    Finding finding =
        new Finding(
            "secret/token",
            Severity.CRITICAL,
            Verdict.BLOCK,
            ".env",
            3,
            "TOKEN=…",
            "A token is committed.",
            "Revoke it.",
            "f1");
    return new ScanReport(
        blocked ? Verdict.BLOCK : Verdict.PASS,
        blocked ? List.of(finding) : List.of(),
        List.of(),
        1,
        10,
        "rules");
  }

  private static BuildPlan plan(String behaviour) {
    if (behaviour.equals("no server")) {
      throw new SigilException(ErrorCode.SERVER_NOT_DETECTED, "No MCP server was found.");
    }
    String program = behaviour.equals("no build") ? "false" : "npm";
    return new BuildPlan(
        "Weather",
        "1.0.0",
        "Says " + behaviour,
        Language.NODE,
        "",
        "",
        List.of(new BuildStep("Install", List.of(program, "ci"), List.of())),
        List.of("node", "index.js"),
        Transport.HTTP,
        "/" + behaviour.replace(' ', '-'),
        null,
        new TreeMap<>(),
        List.of(),
        Tier.SMALL,
        Scaling.DEFAULT,
        Visibility.PUBLIC,
        "mcp.yaml",
        List.of());
  }

  private URI launch(ServerSpec spec) {
    launched.add(spec);
    if (spec.plan().path().equals("/no-start")) {
      throw new SigilException(ErrorCode.START_FAILED, "The server ended with exit code 1.");
    }
    return URI.create("http://127.0.0.1:9" + spec.plan().path());
  }

  private static Answer shakeHands(Candidate candidate) {
    if (candidate.endpoint().getPath().equals("/no-handshake")) {
      throw new SigilException(ErrorCode.HANDSHAKE_FAILED, "The server answered HTTP 500.");
    }
    String path = candidate.endpoint().getPath();
    return Answer.of(path.startsWith(TOOLS) ? tools(path) : ToolCatalogue.EMPTY, "");
  }

  private static ToolCatalogue tools(String path) {
    return ToolCatalogue.of(
        Stream.of(path.substring(TOOLS.length()).split("-", -1))
            .map(name -> Json.object().put("name", name))
            .peek(tool -> tool.putObject("inputSchema").put("type", "object"))
            .toList());
  }
}
