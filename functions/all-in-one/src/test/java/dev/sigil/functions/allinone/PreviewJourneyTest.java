package dev.sigil.functions.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.account.AuditEntry;
import dev.sigil.core.account.AuditLog;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.PreviewOf;
import dev.sigil.core.deploy.Push;
import dev.sigil.core.deploy.ServerName;
import dev.sigil.core.deploy.ServerRuntime.ServerSpec;
import dev.sigil.core.event.SourcePushed;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.json.Json;
import dev.sigil.core.preview.Preview;
import dev.sigil.core.registry.PackageFilter;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.Repository;
import dev.sigil.functions.allinone.PipelineWorld.Pushed;
import dev.sigil.github.GitHubCodeHost;
import dev.sigil.github.GitHubConfig;
import dev.sigil.github.GitHubSourceFetcher;
import dev.sigil.github.app.Manifest;
import dev.sigil.testkit.github.FakeGitHub;
import dev.sigil.testkit.github.FakeRepository;
import dev.sigil.testkit.source.MemorySourceTree;
import dev.sigil.testkit.time.MutableClock;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pull request from its opening to its end, from GitHub's events to what GitHub shows. */
class PreviewJourneyTest {
  private static final KeyPair KEYS = keys();
  private static final WorkspaceId ACME = new WorkspaceId("acme");

  @TempDir Path temporary;

  private PipelineWorld world;
  private FakeGitHub github;
  private FakeRepository repository;
  private Deployment weather;
  private DeploymentId preview;
  private WorldWebhook webhook;

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2_048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void liveServer() {
    AtomicReference<FakeGitHub> started = new AtomicReference<>();
    world =
        new PipelineWorld(
            PipelineWorld.reliable(),
            clock ->
                new GitHubSourceFetcher(
                    config(started(clock, started)), temporary, clock, time -> {}),
            clock -> GitHubCodeHost.of(config(started(clock, started)), clock));
    github = Objects.requireNonNull(started.get());
    repository = github.create("acme", "weather", true);
    weather =
        world.deployments.ensure(
            ACME,
            new ServerName("weather"),
            new Repository(github.cloneAddress("acme", "weather")),
            "main",
            "");
    Commit live = commit("main", "tools alpha beta");
    world.arrive(
        new Pushed(weather, new Push(Commit.NONE, live, world.clock.instant(), "Begin", "dev")));
    preview = PreviewOf.id(weather.id(), 7);
    webhook = new WorldWebhook(world);
    world.events.deliverAll();
  }

  @AfterEach
  void stop() {
    github.close();
  }

  private static FakeGitHub started(MutableClock clock, AtomicReference<FakeGitHub> started) {
    return started.updateAndGet(
        known -> {
          if (known != null) {
            return known;
          }
          FakeGitHub github =
              FakeGitHub.start(
                  new FakeGitHub.App("4711", KEYS.getPublic(), Manifest.PERMISSIONS), clock);
          github.install("acme");
          return github;
        });
  }

  private static GitHubConfig config(FakeGitHub github) {
    return new GitHubConfig(github.address(), new GitHubConfig.App("4711", KEYS.getPrivate()));
  }

  @Test
  void pullRequest_hasAServerOfItsOwn_untilItIsClosed() {
    Commit first = commit("feature", "tools alpha gamma");

    deliver("opened", first, "acme/weather");

    assertThat(onlyComment())
        .contains("**Live**", "weather-pr-7/mcp", first.abbreviated())
        .contains("added `gamma`", "removed `beta`")
        .doesNotContain("alpha");
    assertThat(serving(preview)).isEqualTo(first);
    assertThat(serving(weather.id())).isNotEqualTo(first);
    ServerSpec spec = world.launched.getLast();
    assertThat(spec.secretsOf()).isEqualTo(weather.id());
    assertThat(spec.plan().scaling().maxInstances()).isEqualTo(1);
    assertThat(previewStates()).containsExactly("success");
    assertThat(world.packages.list(PackageFilter.LATEST, 10, null).items()).hasSize(1);

    Commit second = commit("feature", "tools alpha beta gamma");
    deliver("synchronize", second, "acme/weather");

    assertThat(onlyComment()).contains("added `gamma`").doesNotContain("removed");
    assertThat(serving(preview)).isEqualTo(second);

    Instant closed = deliver("closed", second, "acme/weather");

    assertThat(onlyComment()).contains("**Removed:** the pull request was closed");
    assertGone();
    assertThat(previewStates()).containsOnly("inactive");

    ObjectNode late = payload("synchronize", first, "acme/weather", closed.minusSeconds(5));
    webhook.deliver("pull_request", late);
    world.events.deliverAll();
    assertGone();
    assertThat(serving(weather.id())).isNotEqualTo(first);
  }

  @Test
  void events_thatComeTwice_makeOneComment() {
    Commit head = commit("feature", "tools alpha");
    ObjectNode opened = payload("opened", head, "acme/weather", world.clock.instant());

    webhook.deliver("pull_request", opened);
    webhook.deliver("pull_request", opened);
    webhook.deliver("pull_request", opened.deepCopy().put("hook", "another"));
    world.events.deliverAll();
    webhook.deliver("pull_request", opened.deepCopy().put("hook", "a third"));
    world.events.deliverAll();

    assertThat(onlyComment()).contains("**Live**");
    Deployment server = world.deployments.get(preview).orElseThrow();
    assertThat(world.releasesOf(server)).hasSize(1);
  }

  @Test
  void fork_waitsForAMaintainer_andSeesNoSecret() {
    github.permit("mo", "write");
    github.permit("eve", "read");
    Commit head = commit("fork", "tools alpha");
    int before = world.events.published(SourcePushed.class).size();

    deliver("opened", head, "eve/weather");

    assertThat(onlyComment()).contains("Waits for a maintainer", head.id());
    assertThat(check().path("conclusion").asText()).isEqualTo("action_required");
    assertThat(check().path("external_id").asText()).isEqualTo(Preview.KEY + preview);
    press("eve", head);
    assertThat(world.events.published(SourcePushed.class)).hasSize(before);
    assertThat(world.deployments.get(preview)).isEmpty();

    press("mo", head);

    assertThat(onlyComment()).contains("**Live**", "none: the commits are from a fork");
    assertThat(serving(preview)).isEqualTo(head);
    assertThat(world.launched.getLast().secretsOf()).isEqualTo(preview);
    assertThat(check().path("conclusion").asText()).isEqualTo("success");
    assertThat(audit()).extracting(AuditEntry::actor).containsExactly("@mo");

    Commit next = commit("fork", "tools omega");
    deliver("synchronize", next, "eve/weather");

    assertThat(onlyComment()).contains("Waits for a maintainer", "approved before");
    assertThat(serving(preview)).isEqualTo(head);
    press("mo", head);
    assertThat(serving(preview)).as("an old commit's button").isEqualTo(head);
    press("mo", next);
    assertThat(serving(preview)).isEqualTo(next);
    deliver("closed", next, "eve/weather");
    assertGone();
  }

  private Commit commit(String branch, String behaviour) {
    world.clock.advance(Duration.ofSeconds(10));
    return repository.push(branch, MemorySourceTree.of("behaviour", behaviour, "at", branch));
  }

  private Instant deliver(String action, Commit head, String from) {
    world.clock.advance(Duration.ofSeconds(10));
    Instant at = world.clock.instant();
    webhook.deliver("pull_request", payload(action, head, from, at));
    world.events.deliverAll();
    return at;
  }

  private ObjectNode payload(String action, Commit head, String from, Instant at) {
    boolean open = !action.equals("closed");
    ObjectNode payload = repository(Json.object().put("action", action).put("number", 7));
    ObjectNode pull = payload.putObject("pull_request").put("number", 7);
    pull.put("state", open ? "open" : "closed").put("merged", false).put("draft", false);
    pull.put("updated_at", at.toString()).putObject("user").put("login", "eve");
    pull.putObject("head")
        .put("sha", head.id())
        .putObject("repo")
        .put("id", from.hashCode() & 0xff);
    pull.putObject("base")
        .put("ref", "main")
        .putObject("repo")
        .put("id", "acme/weather".hashCode() & 0xff);
    return payload;
  }

  private ObjectNode repository(ObjectNode payload) {
    payload
        .putObject("repository")
        .put("name", "weather")
        .put("clone_url", github.cloneAddress("acme", "weather"))
        .put("default_branch", "main")
        .putObject("owner")
        .put("login", "acme");
    return payload;
  }

  private void press(String login, Commit commit) {
    ObjectNode payload = repository(Json.object().put("action", "requested_action"));
    payload
        .putObject("check_run")
        .put("external_id", Preview.KEY + preview)
        .put("head_sha", commit.id());
    payload.putObject("requested_action").put("identifier", Preview.APPROVE);
    payload.putObject("sender").put("login", login);
    webhook.deliver("check_run", payload);
    world.events.deliverAll();
  }

  private String onlyComment() {
    List<String> comments = github.comments(7);
    assertThat(comments).hasSize(1);
    return comments.getFirst();
  }

  private JsonNode check() {
    return github.checkRuns().stream()
        .filter(run -> run.path("name").asText().equals("Sigil preview"))
        .toList()
        .getLast();
  }

  private List<String> previewStates() {
    return github.deploymentStates().stream()
        .filter(state -> state.path("environment").asText().equals("preview/pr-7"))
        .peek(state -> assertThat(state.path("transient").asBoolean()).isTrue())
        .map(state -> state.path("state").asText())
        .toList();
  }

  private Commit serving(DeploymentId deployment) {
    return world
        .releases
        .get(world.runtime.serving(deployment).orElseThrow())
        .orElseThrow()
        .push()
        .after();
  }

  private List<AuditEntry> audit() {
    return new AuditLog(world.store, world.clock, new Random(1)).list(ACME, 10, null).items();
  }

  private void assertGone() {
    assertThat(world.deployments.get(preview)).isEmpty();
    assertThat(world.runtime.serving(preview)).isEmpty();
    assertThat(world.releases.list(preview, 10, null).items()).isEmpty();
    assertThat(world.deployments.find(ACME, new ServerName("weather-pr-7"))).isEmpty();
  }
}
