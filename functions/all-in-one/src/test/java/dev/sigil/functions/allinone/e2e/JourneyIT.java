package dev.sigil.functions.allinone.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.json.Json;
import dev.sigil.core.source.Commit;
import dev.sigil.github.app.Manifest;
import dev.sigil.mcp.client.McpClient;
import dev.sigil.mcp.client.McpClientOptions;
import dev.sigil.testkit.github.FakeGitHub;
import dev.sigil.testkit.github.FakeHookDeliveries;
import dev.sigil.testkit.github.FakeRepository;
import dev.sigil.testkit.server.PlainServer;
import dev.sigil.testkit.source.MemorySourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a push to an answered call, and everything a person does with a server afterwards. */
final class JourneyIT {
  private static final KeyPair KEYS = keys();

  @TempDir static Path work;
  private static FakeGitHub github;
  private static PlatformProcess platform;

  @BeforeAll
  static void start() {
    FakeGitHub.App app = new FakeGitHub.App("4711", KEYS.getPublic(), Manifest.PERMISSIONS);
    github = FakeGitHub.start(app, InstantSource.system());
    github.hooks(new FakeHookDeliveries(InstantSource.system(), 100, id -> 202));
    github.install("acme");
    platform =
        PlatformProcess.start(
            work.resolve("data"),
            Map.of(
                "SIGIL_HANDSHAKE_TIMEOUT",
                "5s",
                "SIGIL_GITHUB_URL",
                github.address().toString(),
                "SIGIL_GITHUB_APP_ID",
                "4711",
                "SIGIL_GITHUB_APP_KEY",
                pem(KEYS)));
  }

  @AfterAll
  static void stop() {
    platform.close();
    github.close();
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2_048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(KeyPair keys) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  @Test
  void push_ofAHiddenRepository_isShownAtGitHubAndRunAgainFromThere() {
    FakeRepository repository = github.create("acme", "shown", true);
    Map<String, byte[]> files = new HashMap<>();
    PlainServer.files("1.0.0").forEach((file, text) -> files.put(file, text.getBytes(UTF_8)));
    Commit commit = repository.push("main", MemorySourceTree.of(files));
    ObjectNode about =
        Json.object()
            .put("id", 42)
            .put("name", "shown")
            .put("full_name", "acme/shown")
            .put("default_branch", "main")
            .put("clone_url", github.cloneAddress("acme", "shown"));
    about.putObject("owner").put("login", "acme").put("id", 10);
    ObjectNode push = Json.object().put("ref", "refs/heads/main");
    push.put("before", Webhook.NO_COMMIT).put("after", commit.id()).set("repository", about);
    deliver("push", "d-shown", push);

    JsonNode release = awaitNewest("shown", commit.id());
    assertThat(release.path("state").asText()).as(release.toPrettyString()).isEqualTo("live");
    awaitShown(release, 1);
    assertThat(github.deploymentStates().getFirst().path("environment_url").asText())
        .isEqualTo(platform.endpoint("shown").toString());

    String details = github.checkRuns().getFirst().path("details_url").asText();
    assertThat(details).startsWith(platform.url());
    assertThat(platform.api("GET", details.substring(platform.url().length())).path("id"))
        .isEqualTo(release.path("id"));

    ObjectNode rerun = Json.object().put("action", "rerequested");
    rerun.putObject("check_run").put("external_id", release.path("id").asText());
    deliver("check_run", "d-again", rerun.set("repository", about));

    JsonNode again =
        await()
            .atMost(Duration.ofMinutes(2))
            .until(() -> newest("shown"), found -> found.path("number").asInt() == 2);
    awaitShown(platform.awaitLive(again.path("id").asText()), 2);
  }

  /* After the release: whom it waits for does not wait for GitHub. */
  private static void awaitShown(JsonNode release, int shown) {
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> {
              assertThat(github.checkRuns()).hasSize(shown);
              JsonNode run = github.checkRuns().getLast();
              assertThat(run.path("external_id")).isEqualTo(release.path("id"));
              assertThat(run.path("conclusion").asText()).isEqualTo("success");
              assertThat(github.deploymentStates()).hasSize(shown);
              JsonNode last = github.deploymentStates().getLast();
              assertThat(last.path("state").asText()).isEqualTo("success");
            });
  }

  private static void deliver(String event, String id, JsonNode payload) {
    int status = new Webhook(platform).deliver(event, id, Json.bytes(payload)).statusCode();
    assertThat(status).isLessThan(300);
  }

  @Test
  void push_makesAServerThatAnswers() {
    GitRepository repository = repository("pushed", "1.0.0");

    push(repository, Webhook.NO_COMMIT, repository.head(), 1_000);

    JsonNode release = awaitNewest("pushed", repository.head());
    assertThat(release.path("state").asText()).as(release.toPrettyString()).isEqualTo("live");
    assertThat(call("pushed")).isEqualTo("1.0.0");
    assertThat(stages(release))
        .containsExactly("queued", "scanning", "building", "deploying", "verifying", "live");
  }

  @Test
  void push_isListedInTheRegistry() {
    platform.deployLive(repository("listed", "1.2.3").path(), "listed");

    JsonNode servers = Json.parse(platform.send("GET", "/v0.1/servers?limit=100").body());

    assertThat(servers.path("servers"))
        .anySatisfy(
            item -> {
              assertThat(item.path("server").path("name").asText()).endsWith("/listed");
              assertThat(item.path("server").path("version").asText()).startsWith("1.2.3");
              assertThat(item.path("server").path("remotes").path(0).path("url").asText())
                  .isEqualTo(platform.endpoint("listed").toString());
            });
    JsonNode found = platform.api("GET", "/api/v1/packages/search?q=listed");
    assertThat(found.path("items")).isNotEmpty();
  }

  @Test
  void secondPush_replacesTheServerAndRecordsWhatChanged() {
    GitRepository repository = repository("replaced", "1.0.0");
    push(repository, Webhook.NO_COMMIT, repository.head(), 1_000);
    awaitNewest("replaced", repository.head());
    String first = repository.head();
    Map<String, String> changed = new HashMap<>(PlainServer.files("2.0.0"));
    changed.computeIfPresent(
        "server.mjs", (file, text) -> text.replace("Tells the version", "Says it"));
    String second = repository.commit("Change", changed);

    push(repository, first, second, 1_001);

    JsonNode release = awaitNewest("replaced", second);
    assertThat(release.path("state").asText()).isEqualTo("live");
    assertThat(call("replaced")).isEqualTo("2.0.0");
    assertThat(release.path("catalogueDiff").path("changed").path(0).path("tool").asText())
        .isEqualTo("version");
    assertThat(liveReleases("replaced")).hasSize(1);
  }

  @Test
  void pullRequest_answersBesideItsServer_aForkWithoutSecretsAndOnlyWhenApproved() {
    GitRepository repository = repository("previewed", "1.0.0");
    push(repository, Webhook.NO_COMMIT, repository.head(), 1_000);
    awaitNewest("previewed", repository.head());
    platform.api("PUT", "/api/v1/deployments/previewed/secrets/WORD", Map.of("value", "s3cret"));
    repository.git("checkout", "--quiet", "-b", "feature");
    String own = repository.commit("Tell the word", tellingTheWord());
    Webhook webhook = new Webhook(platform);
    Instant at = Instant.now();

    webhook.pullRequest(repository, "opened", own, false, at);
    await().atMost(Duration.ofSeconds(30)).until(() -> !isAbsent("previewed-pr-7"));
    awaitNewest("previewed-pr-7", own);
    assertThat(call("previewed-pr-7")).isEqualTo("s3cret");
    assertThat(call("previewed")).isEqualTo("1.0.0");
    webhook.pullRequest(repository, "closed", own, false, at.plusSeconds(1));
    await().atMost(Duration.ofSeconds(30)).until(() -> isAbsent("previewed-pr-7"));

    webhook.pullRequest(repository, "opened", own, true, at);
    String approval = "/api/v1/deployments/previewed/previews/8/approve";
    platform.api("POST", approval, Map.of("commit", own));
    await().atMost(Duration.ofSeconds(30)).until(() -> !isAbsent("previewed-pr-8"));
    awaitNewest("previewed-pr-8", own);
    assertThat(call("previewed-pr-8")).isEqualTo("no word");
  }

  private static Map<String, String> tellingTheWord() {
    Map<String, String> files = new HashMap<>(PlainServer.files("2.0.0"));
    files.computeIfPresent(
        "server.mjs",
        (file, text) -> text.replace("text: '2.0.0'", "text: process.env.WORD ?? 'no word'"));
    return files;
  }

  private static boolean isAbsent(String server) {
    return platform.send("GET", "/api/v1/deployments/" + server).statusCode() == 404;
  }

  @Test
  void rollback_servesTheEarlierReleaseWithoutABuild() {
    GitRepository repository = repository("rolled", "1.0.0");
    platform.deployLive(repository.path(), "rolled");
    repository.commit("Change", PlainServer.files("2.0.0"));
    platform.deployLive(repository.path(), "rolled");
    assertThat(call("rolled")).isEqualTo("2.0.0");

    JsonNode accepted = platform.api("POST", "/api/v1/deployments/rolled/rollback", Map.of());
    JsonNode release = platform.awaitEnd(accepted.path("release").path("id").asText());

    assertThat(release.path("state").asText()).as(release.toPrettyString()).isEqualTo("live");
    assertThat(call("rolled")).isEqualTo("1.0.0");
    assertThat(stages(release)).doesNotContain("scanning", "building");
  }

  @Test
  void delete_leavesNothingBehind() throws Exception {
    String name = "deleted";
    JsonNode release = platform.deployLive(repository(name, "1.0.0").path(), name);
    String deployment = release.path("deployment").asText();
    call(name);

    platform.api("DELETE", "/api/v1/deployments/" + name);

    assertThat(platform.send("GET", "/api/v1/deployments/" + name).statusCode()).isEqualTo(404);
    await().atMost(Duration.ofSeconds(10)).until(() -> traces(deployment).isEmpty());
    assertThat(ProcessHandle.of(platform.pid()).orElseThrow().descendants())
        .noneMatch(child -> child.info().commandLine().orElse("").contains(deployment));
  }

  @Test
  void failedHandshake_keepsTheOldServer() {
    GitRepository repository = repository("kept", "1.0.0");
    platform.deployLive(repository.path(), "kept");
    repository.commit("Break", Map.of("server.mjs", "process.stdin.resume();"));

    JsonNode release = platform.deploy(repository.path(), "kept");

    assertThat(release.path("state").asText()).isEqualTo("failed");
    assertThat(release.path("failure").path("stage").asText()).isEqualTo("verifying");
    assertThat(release.path("failure").path("hint").asText()).isNotBlank();
    assertThat(call("kept")).isEqualTo("1.0.0");
  }

  @Test
  void brokenManifest_failsWithLineAndSuggestion() {
    GitRepository repository =
        GitRepository.of(
            work.resolve("broken"), Map.of("mcp.yaml", "name: broken\nruntme: node\n"));

    JsonNode failure = platform.deploy(repository.path(), "broken").path("failure");

    assertThat(failure.path("code").asText()).isEqualTo("MANIFEST_INVALID");
    assertThat(failure.path("reason").asText()).contains("2:1").contains("runtime");
  }

  private static GitRepository repository(String name, String version) {
    return GitRepository.of(work.resolve(name), PlainServer.files(version));
  }

  private static void push(GitRepository repository, String before, String after, long second) {
    int status =
        new Webhook(platform).push(repository, before, after, second, "d-" + after).statusCode();
    assertThat(status).isLessThan(300);
  }

  private static JsonNode awaitNewest(String server, String commit) {
    JsonNode newest =
        await()
            .atMost(Duration.ofMinutes(2))
            .until(
                () -> newest(server),
                found ->
                    found.path("push").path("after").asText().equals(commit)
                        && found.path("phase").asText().equals("ended"));
    return platform.release(newest.path("id").asText());
  }

  private static JsonNode newest(String server) {
    return platform.api("GET", "/api/v1/deployments/" + server + "/releases").path("items").path(0);
  }

  private static List<JsonNode> liveReleases(String server) {
    JsonNode items =
        platform.api("GET", "/api/v1/deployments/" + server + "/releases").path("items");
    return StreamSupport.stream(items.spliterator(), false)
        .filter(release -> release.path("state").asText().equals("live"))
        .toList();
  }

  private static List<String> stages(JsonNode release) {
    return release.path("stages").findValuesAsText("stage");
  }

  private static String call(String server) {
    McpClientOptions options = McpClientOptions.of("journey", "1");
    try (McpClient client =
        McpClient.connect(
            platform.endpoint(server),
            options.withHeaders(Map.of("Authorization", "Bearer " + platform.token())))) {
      return client
          .callTool("version", Json.object(), notification -> {})
          .path("content")
          .path(0)
          .path("text")
          .asText();
    }
  }

  private static List<Path> traces(String deployment) throws IOException {
    try (Stream<Path> files = Files.walk(platform.data())) {
      return files.filter(file -> file.toString().contains(deployment)).toList();
    }
  }
}
