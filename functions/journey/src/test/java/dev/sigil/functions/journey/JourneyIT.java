package dev.sigil.functions.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.json.Json;
import dev.sigil.core.source.Commit;
import dev.sigil.mcp.client.McpClient;
import dev.sigil.mcp.client.McpClientOptions;
import dev.sigil.testkit.emulator.Emulators;
import dev.sigil.testkit.emulator.FirestoreEmulator;
import dev.sigil.testkit.emulator.PubSubEmulator;
import dev.sigil.testkit.github.FakeRepository;
import dev.sigil.testkit.server.PlainServer;
import dev.sigil.testkit.source.MemorySourceTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** From a signed push to a deleted server, each step where the one before left off. */
@ExtendWith(Emulators.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(120)
final class JourneyIT {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final String NAME = "plain";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir static Path work;
  private static Cloud cloud;
  private static FakeRepository repository;
  private static String head = "0".repeat(40);
  private static int pushes;

  @BeforeAll
  static void start(FirestoreEmulator firestore, PubSubEmulator pubsub) {
    cloud = Cloud.start(firestore, pubsub, ROOT, work);
    repository = cloud.standIns().github().create("acme", NAME, true);
  }

  @AfterAll
  static void stop() {
    cloud.close();
  }

  @Test
  @Order(1)
  void push_makesAServerThatAnswersThroughTheGateway() {
    String commit = push("1.0.0");

    JsonNode release = awaitEnd(commit);

    assertThat(release.path("state").asText()).as(release.toPrettyString()).isEqualTo("live");
    awaitAnswer("1.0.0");
    assertThat(cloud.standIns().run().names()).hasSize(1);
  }

  @Test
  @Order(2)
  void secondPush_replacesTheServerAndCostsNoMoreThanWritten() {
    FirestoreMeter.Count before = cloud.standIns().meter().count();
    int messages = cloud.relay().acknowledged();

    JsonNode release = awaitEnd(push("2.0.0"));

    assertThat(release.path("state").asText()).as(release.toPrettyString()).isEqualTo("live");
    FirestoreMeter.Count cost = cloud.standIns().meter().count().minus(before);
    awaitAnswer("2.0.0");
    JsonNode written = Cloud.read(ROOT.resolve("terraform/cost-inputs.json"));
    int delivered = cloud.relay().acknowledged() - messages;
    System.out.println("a push costs " + cost + " and " + delivered + " messages");
    assertThat(cost.reads()).isLessThanOrEqualTo(written.path("readsPerPush").asInt());
    assertThat(cost.writes()).isLessThanOrEqualTo(written.path("writesPerPush").asInt());
    assertThat(cost.deletes()).isLessThanOrEqualTo(written.path("deletesPerPush").asInt());
    assertThat(delivered).isLessThanOrEqualTo(written.path("messagesPerPush").asInt());
  }

  @Test
  @Order(3)
  void rollback_servesTheEarlierReleaseAgain() {
    JsonNode accepted = api("POST", "/api/v1/deployments/" + NAME + "/rollback").path("data");

    JsonNode release = awaitRelease(accepted.path("release").path("id").asText());

    assertThat(release.path("state").asText()).as(release.toPrettyString()).isEqualTo("live");
    awaitAnswer("1.0.0");
  }

  @Test
  @Order(4)
  void function_thatIsKilledInTheMiddleOfItsWork_losesNothing() {
    FunctionProcess victim = cloud.function("deploy-completion");
    int updates = updates();

    String commit = push("3.0.0");
    await()
        .atMost(Duration.ofSeconds(50))
        .untilAsserted(
            () -> assertThat(updates()).as(releases().toPrettyString()).isGreaterThan(updates));
    victim.kill();
    victim.start();

    JsonNode release = awaitEnd(commit);
    assertThat(release.path("state").asText()).as(release.toPrettyString()).isEqualTo("live");
    awaitAnswer("3.0.0");
    assertThat(states()).filteredOn("live"::equals).hasSize(1);
    assertThat(cloud.relay().refused()).isPositive();
    assertThat(cloud.relay().deadLetters()).isZero();
  }

  @Test
  @Order(5)
  void delete_leavesNothingBehind() {
    api("DELETE", "/api/v1/deployments/" + NAME);

    await().atMost(Duration.ofSeconds(20)).until(() -> cloud.standIns().run().names().isEmpty());
    assertThat(send("GET", "/api/v1/deployments/" + NAME).statusCode()).isEqualTo(404);
    assertThat(cloud.standIns().registry().images()).isEmpty();
    assertThat(cloud.standIns().serverAccounts()).isZero();
  }

  private static int updates() {
    return (int) cloud.standIns().cloud().calls().stream().filter("UpdateService"::equals).count();
  }

  /* Commits a server of that version and tells it as GitHub does. */
  private static String push(String version) {
    Commit commit = repository.push("main", tree(version));
    ObjectNode payload = Json.object().put("ref", "refs/heads/main");
    payload.put("before", head).put("after", commit.id()).put("deleted", false);
    ObjectNode about = payload.putObject("repository");
    about.put("id", 1).put("name", NAME).put("full_name", "acme/" + NAME);
    about.put("default_branch", "main").put("pushed_at", Instant.now().getEpochSecond() + pushes++);
    about.put("clone_url", cloud.standIns().github().cloneAddress("acme", NAME));
    about.putObject("owner").put("id", 1).put("login", "acme");
    payload.putObject("head_commit").put("id", commit.id()).put("message", "A change");
    payload.putObject("pusher").put("name", "example");
    byte[] body = Json.bytes(payload);
    HttpRequest request =
        HttpRequest.newBuilder(
                cloud.function("github-webhook").address().resolve("/webhooks/github"))
            .header("Content-Type", "application/json")
            .header("X-GitHub-Event", "push")
            .header("X-GitHub-Delivery", "delivery-" + commit.id())
            .header("X-Hub-Signature-256", "sha256=" + signature(body))
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    HttpResponse<String> response = send(request);
    assertThat(response.statusCode()).as(response.body()).isLessThan(300);
    head = commit.id();
    return head;
  }

  private static MemorySourceTree tree(String version) {
    Map<String, byte[]> files = new HashMap<>();
    PlainServer.files(version)
        .forEach((file, text) -> files.put(file, text.getBytes(StandardCharsets.UTF_8)));
    return MemorySourceTree.of(files);
  }

  private static String signature(byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      byte[] key = StandIns.WEBHOOK_SECRET.getBytes(StandardCharsets.UTF_8);
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has HmacSHA256", e);
    }
  }

  private static JsonNode awaitEnd(String commit) {
    JsonNode newest =
        await()
            .atMost(Duration.ofSeconds(50))
            .until(
                () -> releases().path(0),
                found ->
                    found.path("push").path("after").asText().equals(commit)
                        && found.path("phase").asText().equals("ended"));
    return api("GET", "/api/v1/releases/" + newest.path("id").asText()).path("data");
  }

  private static JsonNode awaitRelease(String id) {
    return await()
        .atMost(Duration.ofSeconds(50))
        .until(
            () -> api("GET", "/api/v1/releases/" + id).path("data"),
            release -> release.path("phase").asText().equals("ended"));
  }

  private static JsonNode releases() {
    HttpResponse<String> answer = send("GET", "/api/v1/deployments/" + NAME + "/releases");
    return Json.parse(answer.body()).path("data").path("items");
  }

  private static List<String> states() {
    return StreamSupport.stream(releases().spliterator(), false)
        .map(release -> release.path("state").asText())
        .toList();
  }

  /* The gateway remembers for a few seconds where a server is. */
  private static void awaitAnswer(String version) {
    await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(() -> assertThat(call()).isEqualTo(version));
  }

  private static String call() {
    URI endpoint = cloud.gateway().address().resolve("/" + Cloud.WORKSPACE + "/" + NAME + "/mcp");
    McpClientOptions options =
        McpClientOptions.of("journey", "1")
            .withHeaders(Map.of("Authorization", "Bearer " + cloud.token()));
    try (McpClient client = McpClient.connect(endpoint, options)) {
      return client
          .callTool("version", Json.object(), notification -> {})
          .path("content")
          .path(0)
          .path("text")
          .asText();
    }
  }

  private static JsonNode api(String method, String path) {
    HttpResponse<String> response = send(method, path);
    assertThat(response.statusCode()).as(response.body()).isLessThan(300);
    return response.body().isEmpty() ? Json.object() : Json.parse(response.body());
  }

  private static HttpResponse<String> send(String method, String path) {
    return send(
        HttpRequest.newBuilder(cloud.function("console-api").address().resolve(path))
            .header("Authorization", "Bearer " + cloud.token())
            .header("Content-Type", "application/json")
            .method(
                method,
                method.equals("POST") ? BodyPublishers.ofString("{}") : BodyPublishers.noBody())
            .build());
  }

  private static HttpResponse<String> send(HttpRequest request) {
    try {
      return HTTP.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
