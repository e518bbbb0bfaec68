package dev.sigil.functions.allinone.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.json.Json;
import dev.sigil.mcp.client.McpClient;
import dev.sigil.mcp.client.McpClientOptions;
import dev.sigil.testkit.server.PlainServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Input made to harm: each gets its clear error, and a neighbour's server goes on answering. */
final class HostileIT {
  private static final int LIMIT = 25 << 20;
  private static final String NEIGHBOUR = "neighbour";

  @TempDir static Path work;
  private static PlatformProcess platform;
  private static Webhook webhook;
  private static GitRepository neighbour;

  @BeforeAll
  static void start() {
    platform = PlatformProcess.start(work.resolve("data"), Map.of("SIGIL_HANDSHAKE_TIMEOUT", "4s"));
    webhook = new Webhook(platform);
    neighbour = GitRepository.of(work.resolve(NEIGHBOUR), PlainServer.files("1.0.0"));
    platform.deployLive(neighbour.path(), NEIGHBOUR);
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  @AfterEach
  void neighbour_goesOnAnswering() {
    try (McpClient client =
        McpClient.connect(platform.endpoint(NEIGHBOUR), McpClientOptions.of("neighbour", "1"))) {
      assertThat(client.callTool("version", Json.object(), note -> {}).toString())
          .contains("1.0.0");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "sha256=0000000000000000000000000000000000000000000000000000000000000000",
    "sha256=00",
    "sha1=0000000000000000000000000000000000000000",
    "''"
  })
  void signature_thatIsNotTheBodys_isRefused(String signature) {
    HttpResponse<String> response = webhook.deliver("push", "h-1", push(), signature);

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(error(response).path("hint").asText()).isNotBlank();
  }

  @Test
  void signature_thatIsMissing_isRefused() {
    HttpRequest request = delivery().POST(BodyPublishers.ofByteArray(push())).build();

    assertThat(platform.send(request).statusCode()).isEqualTo(401);
  }

  @Test
  void signature_thatIsCutShort_isRefused() {
    String whole = Webhook.hmac(platform.webhookSecret(), push());

    HttpResponse<String> response =
        webhook.deliver("push", "h-2", push(), "sha256=" + whole.substring(0, 63));

    assertThat(response.statusCode()).isEqualTo(401);
  }

  @Test
  void delivery_thatIsReplayed_makesNothingNew() {
    byte[] body = push();
    assertThat(webhook.deliver("push", "h-3", body).statusCode()).isLessThan(300);
    int releases = releases(NEIGHBOUR);

    assertThat(webhook.deliver("push", "h-3", body).statusCode()).isLessThan(300);
    webhook.deliver("push", "h-4", body);

    assertThat(releases(NEIGHBOUR)).isEqualTo(releases);
  }

  @Test
  void body_overTheLimit_isRefused() {
    byte[] body = new byte[LIMIT + 1];
    String signature = "sha256=" + "0".repeat(64);

    assertThat(webhook.deliver("push", "h-5", body, signature).statusCode()).isEqualTo(413);
  }

  @Test
  void json_nestedDeeply_isRefused() {
    byte[] body = ("{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}").getBytes(UTF_8);

    HttpResponse<String> response = webhook.deliver("push", "h-6", body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response).path("code").asText()).isEqualTo("INVALID_REQUEST");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          repository | ext::sh -c touch% HOSTILE_MARK
          repository | --upload-pack=touch HOSTILE_MARK
          repository | https://user:password@example.org/a.git
          branch     | --output=HOSTILE_MARK
          branch     | main;touch HOSTILE_MARK
          branch     | $(touch HOSTILE_MARK)
          branch     | ../../etc/passwd
          folder     | ../..
          folder     | /etc
          folder     | .git
          """)
  void names_madeToReachAShellOrLeaveTheDirectory_areRefused(String field, String value)
      throws IOException {
    Map<String, String> body = new HashMap<>();
    body.put("repository", neighbour.path().toString());
    body.put("name", "refused");
    body.put(field, value);

    HttpResponse<String> response = platform.send("POST", "/api/v1/deploy", body);

    assertThat(response.statusCode()).as(response.body()).isBetween(400, 499);
    assertThat(error(response).path("message").asText()).isNotBlank();
    try (Stream<Path> files = Files.walk(work)) {
      assertThat(files).noneMatch(file -> file.toString().contains("HOSTILE_MARK"));
    }
  }

  @Test
  void yaml_thatGrowsWithoutEnd_isRefused() {
    StringBuilder bomb = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x]\n");
    for (char next = 'b'; next <= 'j'; next++) {
      String before = "*" + (char) (next - 1);
      bomb.append(next).append(": &").append(next).append(" [").append(before);
      bomb.append((", " + before).repeat(8)).append("]\n");
    }

    expectFailure("bomb", Map.of("mcp.yaml", bomb.toString()), "MANIFEST_INVALID");
  }

  @Test
  void yaml_thatNamesAClass_isRefused() {
    String tagged = "name: !!javax.script.ScriptEngineManager [!!java.net.URL [\"http://x\"]]\n";

    expectFailure("tagged", Map.of("mcp.yaml", tagged), "MANIFEST_INVALID");
  }

  @Test
  void archive_whoseEntriesEscape_isBlocked() throws IOException {
    GitRepository repository =
        GitRepository.of(work.resolve("escaping"), PlainServer.files("1.0.0"));
    try (OutputStream file = Files.newOutputStream(repository.path().resolve("data.zip"));
        ZipOutputStream zip = new ZipOutputStream(file)) {
      zip.putNextEntry(new ZipEntry("../../outside"));
      zip.write("escaped".getBytes(UTF_8));
    }
    repository.commit("Add data", Map.of());

    expectBlocked(repository, "data.zip");
  }

  @Test
  void archive_thatUnpacksWithoutEnd_isFound() throws IOException {
    GitRepository repository =
        GitRepository.of(work.resolve("zipbomb"), PlainServer.files("1.0.0"));
    try (OutputStream file = Files.newOutputStream(repository.path().resolve("data.zip"));
        ZipOutputStream zip = new ZipOutputStream(file)) {
      zip.putNextEntry(new ZipEntry("zeros"));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 400; i++) {
        zip.write(zeros);
      }
    }
    repository.commit("Add data", Map.of());

    JsonNode release = platform.deploy(repository.path(), "zipbomb");
    assertThat(release.path("scan").toString()).contains("archive/bomb");
  }

  @Test
  void link_outOfTheRepository_isRefused() throws IOException {
    GitRepository repository = GitRepository.of(work.resolve("linked"), PlainServer.files("1.0.0"));
    Files.createSymbolicLink(repository.path().resolve("passwd"), Path.of("/etc/passwd"));
    repository.commit("Add a link", Map.of());

    JsonNode failure = platform.deploy(repository.path(), "linked").path("failure");

    assertThat(failure.path("code").asText()).isEqualTo("SOURCE_UNSAFE");
    assertThat(failure.path("reason").asText()).contains("passwd");
  }

  @Test
  void secret_inTheRepository_isBlockedWithItsPlace() {
    Map<String, String> files = new HashMap<>(PlainServer.files("1.0.0"));
    files.put(
        "settings.py", "NAME = 'x'\nKEY = '" + "sk_live" + "_q7Wz3Rk9Vb2Xm5Tc8Ln4Hp6J" + "'\n");
    GitRepository repository = GitRepository.of(work.resolve("leaky"), files);

    expectBlocked(repository, "settings.py:2");
  }

  @Test
  void server_thatNeverAnswers_failsItsHandshake() {
    expectFailure("silent", server("process.stdin.resume();"), "HANDSHAKE_TIMEOUT");
  }

  @Test
  void server_thatExits_failsItsHandshake() {
    JsonNode failure = failure("gone", server("process.exit(3);"));

    assertThat(failure.path("code").asText()).isIn("HANDSHAKE_FAILED", "START_FAILED");
  }

  @Test
  void server_thatAnswersWithoutEnd_failsItsHandshake() {
    String endless =
        """
        const part = 'x'.repeat(1 << 20);
        process.stdin.once('data', async () => {
          process.stdout.write('{"jsonrpc":"2.0","id":1,"result":{"a":"');
          for (let i = 0; i < 1024; i++) {
            if (!process.stdout.write(part)) await new Promise((next) => process.stdout.once('drain', next));
          }
        });
        """;
    JsonNode failure = failure("endless", server(endless));

    assertThat(failure.path("code").asText()).startsWith("HANDSHAKE_");
  }

  @Test
  void server_thatFloodsItsOutput_failsAndFillsNoDisk() throws IOException {
    String flood = "const part = 'y'.repeat(1 << 16); for (;;) process.stderr.write(part + '\\n');";

    JsonNode failure = failure("flood", server(flood));

    // What it cannot write grows in its memory: on a fast machine it ends of that before its time.
    assertThat(failure.path("code").asText()).isIn("HANDSHAKE_TIMEOUT", "HANDSHAKE_FAILED");

    try (Stream<Path> files = Files.walk(platform.data().resolve("logs"))) {
      long bytes = files.filter(Files::isRegularFile).mapToLong(HostileIT::size).sum();
      assertThat(bytes).isLessThan(64L << 20);
    }
  }

  @Test
  void server_thatForksAndIgnoresSignals_leavesNothingBehind() {
    String stubborn =
        """
        import { spawn } from 'node:child_process';
        process.on('SIGTERM', () => {});
        const body = "process.on('SIGTERM',()=>{});setInterval(()=>{},1000)//stubborn-child";
        for (let i = 0; i < 5; i++) spawn('node', ['-e', body], { detached: true, stdio: 'ignore' });
        process.stdin.resume();
        """;

    expectFailure("stubborn", server(stubborn), "HANDSHAKE_TIMEOUT");

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(ProcessHandle.allProcesses())
                    .noneMatch(
                        process ->
                            process.info().commandLine().orElse("").contains("stubborn-child")));
  }

  private static void expectFailure(String name, Map<String, String> files, String code) {
    JsonNode failure = failure(name, files);

    assertThat(failure.path("code").asText()).as(failure.toPrettyString()).isEqualTo(code);
  }

  private static JsonNode failure(String name, Map<String, String> files) {
    GitRepository repository = GitRepository.of(work.resolve(name), files);
    JsonNode release = platform.deploy(repository.path(), name);
    assertThat(release.path("state").asText()).isEqualTo("failed");
    JsonNode failure = release.path("failure");
    assertThat(failure.path("reason").asText()).isNotBlank();
    assertThat(failure.path("hint").asText()).isNotBlank();
    return failure;
  }

  private static void expectBlocked(GitRepository repository, String place) {
    String name = String.valueOf(repository.path().getFileName());
    JsonNode release = platform.deploy(repository.path(), name);
    assertThat(release.path("state").asText()).isEqualTo("blocked");
    assertThat(release.path("failure").path("reason").asText()).contains(place);
    assertThat(release.path("failure").path("hint").asText()).isNotBlank();
  }

  private static Map<String, String> server(String source) {
    Map<String, String> files = new HashMap<>(PlainServer.files("1.0.0"));
    files.put("server.mjs", source);
    return files;
  }

  private static byte[] push() {
    return Json.bytes(
        Webhook.payload(neighbour, Webhook.NO_COMMIT, neighbour.head(), 1_000_000_000L));
  }

  private static HttpRequest.Builder delivery() {
    return HttpRequest.newBuilder(URI.create(platform.url() + "/webhooks/github"))
        .header("Content-Type", "application/json")
        .header("X-GitHub-Event", "push")
        .header("X-GitHub-Delivery", "h-0");
  }

  private static int releases(String server) {
    return platform
        .api("GET", "/api/v1/deployments/" + server + "/releases?limit=100")
        .path("items")
        .size();
  }

  private static JsonNode error(HttpResponse<String> response) {
    return Json.parse(response.body()).path("error");
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
