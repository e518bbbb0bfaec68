package dev.sigil.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CliTest {
  private static final String TOKEN = "sgl_test";
  private FakePlatform platform;
  private StringWriter out;
  private StringWriter err;

  @BeforeEach
  void start() throws IOException {
    platform = new FakePlatform();
    out = new StringWriter();
    err = new StringWriter();
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void list_showsATable() {
    platform.on(
        "GET /api/v1/deployments?limit=100",
        """
        {"items":[{"name":"units","status":"running","branch":"main","endpoint":"http://x/mcp"}]}
        """);

    assertThat(run("", "list")).isZero();

    assertThat(out.toString().lines())
        .containsExactly(
            "NAME   STATE    BRANCH  ENDPOINT", "units  running  main    http://x/mcp");
    assertThat(platform.seen.getFirst().authorization()).isEqualTo("Bearer " + TOKEN);
  }

  @Test
  void list_withoutServersSaysWhatToDo() {
    platform.on("GET /api/v1/deployments?limit=100", "{\"items\":[]}");

    assertThat(run("", "list")).isZero();

    assertThat(out.toString()).contains("sigil deploy");
  }

  @Test
  void scan_showsWhatBlocksAndFails(@TempDir Path checkout) throws IOException {
    Files.writeString(
        checkout.resolve("server.py"),
        "import os\n@mcp.tool()\ndef ping(host):\n    os.system('ping ' + host)\n");

    assertThat(run("", "scan", checkout.toString())).isEqualTo(ExitCode.FAILURE);

    assertThat(out.toString())
        .contains("server.py:4:8", "> 4 |     os.system('ping ' + host)", "CWE-78")
        .contains("block: 1 blocking");
    assertThat(platform.seen).isEmpty();
  }

  @Test
  void scan_writesEachFormat(@TempDir Path checkout) throws IOException {
    Files.writeString(checkout.resolve("server.py"), "print('hello')\n");
    Path installed = Files.createDirectories(checkout.resolve("node_modules/x"));
    Files.writeString(installed.resolve("x.js"), "eval(atob(y))");

    assertThat(run("", "scan", checkout.toString(), "--json")).isZero();
    assertThat(Json.parse(out.toString()).path("verdict").asText()).isEqualTo("PASS");
    assertThat(Json.parse(out.toString()).path("files").asInt()).isEqualTo(1);
    out.getBuffer().setLength(0);
    assertThat(run("", "scan", checkout.toString(), "--format", "sarif")).isZero();
    assertThat(Json.parse(out.toString()).path("version").asText()).isEqualTo("2.1.0");
    out.getBuffer().setLength(0);
    assertThat(run("", "scan", checkout.toString(), "--format", "markdown", "--all"))
        .isEqualTo(ExitCode.FAILURE);
    assertThat(out.toString()).startsWith("### 1 finding blocks");
  }

  @Test
  void scan_knowsItsPolicies(@TempDir Path checkout) throws IOException {
    Files.writeString(
        checkout.resolve("server.py"),
        "import requests\n@mcp.tool()\ndef get(url):\n    return requests.get(url).text\n");

    assertThat(run("", "scan", checkout.toString())).isZero();
    assertThat(run("", "scan", checkout.toString(), "--fail-on-warning"))
        .isEqualTo(ExitCode.FAILURE);
    assertThat(run("", "scan", checkout.toString(), "--policy", "strict"))
        .isEqualTo(ExitCode.FAILURE);
    assertThat(run("", "scan", checkout.toString(), "--policy", "lax")).isEqualTo(ExitCode.USAGE);
    assertThat(run("", "scan", checkout.resolve("absent").toString())).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void json_isThePlatformsAnswerAndNothingElse() {
    platform.on("GET /api/v1/deployments?limit=100", "{\"items\":[]}");

    assertThat(run("", "list", "--json")).isZero();

    assertThat(Json.parse(out.toString()).path("items").isArray()).isTrue();
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void deploy_followsTheReleaseToItsEnd() {
    platform.on("POST /api/v1/deploy", accepted());
    platform.on("GET /api/v1/releases/d-1", release("building", "open", ""));
    platform.on("GET /api/v1/releases/d-1", release("live", "ended", ""));
    platform.on("GET /api/v1/deployments/d", "{\"endpoint\":\"http://x/local/units/mcp\"}");

    assertThat(run("", "deploy", "https://example.org/units.git", "--branch", "main")).isZero();

    assertThat(out.toString().strip()).isEqualTo("http://x/local/units/mcp");
    assertThat(err.toString()).contains("scanning").contains("1.50 s");
    assertThat(Json.parse(platform.seen.getFirst().body()).path("branch").asText())
        .isEqualTo("main");
  }

  @Test
  void deploy_thatFailsSaysWhyAndWhatToDo() {
    platform.on("POST /api/v1/deploy", accepted());
    String failure =
        ",\"failure\":{\"reason\":\"It did not build.\",\"hint\":\"Read the build log.\"}";
    platform.on("GET /api/v1/releases/d-1", release("failed", "ended", failure));

    assertThat(run("", "deploy", "https://example.org/units.git")).isEqualTo(ExitCode.FAILURE);

    assertThat(err.toString()).contains("It did not build.").contains("Read the build log.");
  }

  @Test
  void secretsSet_readsTheValueFromStandardInputOnly() {
    platform.on("PUT /api/v1/deployments/units/secrets/API_TOKEN", "{}");

    assertThat(run("s3cret\n", "secrets", "set", "units", "API_TOKEN")).isZero();

    assertThat(platform.seen.getFirst().body()).isEqualTo("{\"value\":\"s3cret\"}");
    assertThat(out + err.toString()).doesNotContain("s3cret");
    assertThat(run("", "secrets", "set", "units", "API_TOKEN", "s3cret")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void trigger_showsAndChoosesWhatDeploys() {
    String pushes = "{\"rule\":{\"on\":\"push\",\"tags\":\"*\"}}";
    platform.on("GET /api/v1/deployments/units", pushes);
    platform.on(
        "PUT /api/v1/deployments/units/deploy-rule", "{\"rule\":{\"on\":\"tag\",\"tags\":\"v*\"}}");

    assertThat(run("", "trigger", "units")).isZero();
    assertThat(out.toString().strip()).isEqualTo("each push to its branch");
    assertThat(run("", "trigger", "units", "tag", "--tags", "v*")).isZero();

    assertThat(out.toString()).contains("each new tag like v*");
    assertThat(Json.parse(platform.seen.getLast().body()))
        .isEqualTo(Json.object().put("on", "tag").put("tags", "v*"));
    assertThat(run("", "trigger", "units", "comet")).isEqualTo(ExitCode.USAGE);
    assertThat(run("", "trigger", "units", "--tags", "v*")).isEqualTo(ExitCode.USAGE);
    assertThat(platform.seen).hasSize(2);
  }

  @Test
  void status_tellsThatTheSourceIsLostAndUntilWhenItServes() {
    platform.on(
        "GET /api/v1/deployments/units",
        """
        {"name":"units","status":"live","rule":{"on":"release","tags":"*"},
         "detached":{"reason":"uninstalled","message":"Pushes do not reach this server.",
                     "since":"2026-01-01T00:00:00Z","paused":false,
                     "pausesAt":"2026-01-15T00:00:00Z"}}
        """);
    platform.on("GET /api/v1/deployments/units/releases?limit=10", "{\"items\":[]}");

    assertThat(run("", "status", "units")).isZero();

    assertThat(out.toString())
        .contains("each published release of a tag like *")
        .contains("Pushes do not reach this server.")
        .contains("paused on 2026-01-15T00:00:00Z");
  }

  @Test
  void members_areFoundByLoginOnWhateverPage() {
    platform.on(
        "GET /api/v1/members?limit=100",
        "{\"items\":[" + member("ada", "owner") + "],\"nextCursor\":\"c2\"}");
    platform.on(
        "GET /api/v1/members?limit=100&cursor=c2", "{\"items\":[" + member("bob", "viewer") + "]}");
    platform.on("PATCH /api/v1/members/github.com%7Ebob", member("bob", "member"));
    platform.on("DELETE /api/v1/members/github.com%7Ebob", "{}");

    assertThat(run("", "members", "list")).isZero();
    assertThat(out.toString()).contains("@ada", "owner", "@bob", "viewer");
    assertThat(run("", "members", "role", "@Bob", "member")).isZero();
    assertThat(platform.seen.getLast().body()).isEqualTo("{\"role\":\"member\"}");
    assertThat(run("", "members", "remove", "bob")).isZero();
    assertThat(platform.seen.getLast().request()).startsWith("DELETE");
    assertThat(run("", "members", "remove", "eve")).isEqualTo(ExitCode.FAILURE);
    assertThat(err.toString()).contains("@eve is not in the workspace");
    assertThat(run("", "members", "role", "bob", "king")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void membersAdd_showsTheTokenAloneOnStandardOutput() {
    platform.on(
        "POST /api/v1/invitations",
        "{\"id\":\"i1\",\"token\":\"sgi_once\",\"expiresAt\":\"2026-01-08T00:00:00Z\"}");
    platform.on("DELETE /api/v1/invitations/i1", "{}");
    platform.on(
        "GET /api/v1/invitations?limit=100",
        "{\"items\":[{\"id\":\"i1\",\"invitee\":\"Eve\",\"role\":\"viewer\"}]}");

    assertThat(run("", "members", "add", "Eve", "--role", "viewer")).isZero();
    assertThat(out.toString().strip()).isEqualTo("sgi_once");
    assertThat(Json.parse(platform.seen.getLast().body()).path("role").asText())
        .isEqualTo("viewer");
    assertThat(run("", "invitations", "list")).isZero();
    assertThat(out.toString()).contains("Eve");
    assertThat(run("", "invitations", "withdraw", "i1", "--json")).isZero();
  }

  @Test
  void workspaces_areShownWithTheirAccounts() {
    platform.on(
        "GET /api/v1/workspaces",
        """
        {"items":[{"id":"acme","displayName":"Acme","account":{"host":"github.com","login":"Acme"}},
                  {"id":"local","displayName":"local"}]}
        """);

    assertThat(run("", "workspaces")).isZero();
    assertThat(out.toString()).contains("github.com/Acme").contains("none");
  }

  private static String member(String login, String role) {
    return """
        {"person":"github.com~%s","login":"%s","role":"%s","origin":"invitation","since":"x"}
        """
        .formatted(login, login, role);
  }

  @Test
  void delete_withoutAnAnswerDeletesNothing() {
    assertThat(run("", "delete", "units")).isEqualTo(ExitCode.CANCELLED);
    assertThat(platform.seen).isEmpty();
  }

  @Test
  void delete_withYesDeletes() {
    platform.on("DELETE /api/v1/deployments/units", "{}");

    assertThat(run("", "delete", "units", "--yes")).isZero();
  }

  @Test
  void refusal_showsMessageAndHint() {
    assertThat(run("", "status", "nothing")).isEqualTo(ExitCode.FAILURE);
    assertThat(err.toString()).contains("There is no").contains("See `sigil list`.");
  }

  @Test
  void unauthenticated_hasItsOwnExitCode() {
    platform.on("GET /api/v1/keys", 401, "{\"success\":false,\"error\":{\"code\":\"X\"}}");

    assertThat(run("", "keys", "list")).isEqualTo(ExitCode.AUTH);
  }

  @Test
  void unreachable_saysHowToStart() throws IOException {
    platform.close();

    assertThat(run("", "list")).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(err.toString()).contains("sigil up");
    platform = new FakePlatform();
  }

  @Test
  void strangerAtTheAddress_isNamedAsSuch() {
    platform.on("GET /api/v1/deployments?limit=100", 200, "<html>");

    assertThat(run("", "list")).isEqualTo(ExitCode.FAILURE);
    assertThat(err.toString()).contains("is not Sigil");
  }

  @Test
  void call_refusesArgumentsThatAreNoObject() {
    assertThat(run("", "call", "units", "convert", "[1]")).isEqualTo(ExitCode.FAILURE);
    assertThat(err.toString()).contains("not an object");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "up",
        "deploy",
        "list",
        "status",
        "logs",
        "restart",
        "rollback",
        "delete",
        "secrets",
        "scan",
        "report",
        "waivers",
        "policy",
        "advisories",
        "search",
        "call",
        "keys",
        "trigger",
        "workspaces",
        "members",
        "invitations",
        "login",
        "logout",
        "whoami"
      })
  void everyCommand_explainsItself(String command) {
    assertThat(run("", command, "--help")).isZero();
    assertThat(out.toString()).startsWith("Usage: sigil " + command);
  }

  @Test
  void noCommand_isAUsageError() {
    assertThat(run("")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("Missing command").contains("deploy");
  }

  @Test
  void completion_namesTheCommands() {
    assertThat(run("", "generate-completion")).isZero();
    assertThat(out.toString()).contains("rollback");
  }

  private static final String DEVICE =
      """
      {"deviceCode":"dc","userCode":"WDJB-MJHT","verificationUri":"https://github.com/login/device",
       "expiresIn":900,"interval":0}
      """;
  private static final String GRANTED =
      """
      {"status":"complete","token":"sgl_new","key":"k1","workspace":"acme","login":"ada",
       "expiresAt":"2026-01-01T00:00:00Z","workspaces":["acme","ada"]}
      """;

  @Test
  void login_keepsTheKeyForTheCommandsThatFollow(@TempDir Path home) throws IOException {
    Map<String, String> environment = Map.of("SIGIL_URL", platform.url(), "HOME", home.toString());
    platform.on("POST /api/v1/auth/device", DEVICE);
    platform.on(
        "POST /api/v1/auth/device/token", "{\"status\":\"authorization_pending\",\"interval\":0}");
    platform.on("POST /api/v1/auth/device/token", "{\"status\":\"slow_down\",\"interval\":0}");
    platform.on("POST /api/v1/auth/device/token", GRANTED);
    platform.on("GET /api/v1/auth/whoami", whoami());
    platform.on("POST /api/v1/auth/signout", "{\"signedOut\":true}");

    assertThat(run(environment, "", "login", "--workspace", "acme")).isZero();
    assertThat(err.toString()).contains("https://github.com/login/device", "WDJB-MJHT");
    assertThat(out.toString()).contains("@ada", "acme").doesNotContain("sgl_new");
    assertThat(Json.parse(platform.seen.getLast().body()).path("workspace").asText())
        .isEqualTo("acme");
    Path kept = home.resolve(".config/sigil/credentials.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
        .isEqualTo("rw-------");

    assertThat(run(environment, "", "whoami")).isZero();
    assertThat(platform.seen.getLast().authorization()).isEqualTo("Bearer sgl_new");
    assertThat(out.toString()).contains("@ada (key k1)", "workspace acme", "read, deploy");

    assertThat(run(environment, "", "logout")).isZero();
    assertThat(platform.seen.getLast().request()).isEqualTo("POST /api/v1/auth/signout");
    assertThat(platform.seen.getLast().authorization()).isEqualTo("Bearer sgl_new");
    assertThat(kept).content().doesNotContain("sgl_new");
    assertThat(run(environment, "", "logout")).isZero();
    assertThat(out.toString()).contains("not signed in");
  }

  @Test
  void login_saysWhenThePersonOrTimeSaidNo(@TempDir Path home) {
    Map<String, String> environment = Map.of("SIGIL_URL", platform.url(), "HOME", home.toString());
    platform.on("POST /api/v1/auth/device", DEVICE);
    platform.on("POST /api/v1/auth/device/token", "{\"status\":\"access_denied\",\"interval\":0}");
    platform.on("POST /api/v1/auth/device/token", "{\"status\":\"expired_token\",\"interval\":0}");

    assertThat(run(environment, "", "login")).isEqualTo(ExitCode.CANCELLED);
    assertThat(run(environment, "", "login")).isEqualTo(ExitCode.FAILURE);
    assertThat(err.toString()).contains("did not allow", "has expired");
    assertThat(home.resolve(".config")).doesNotExist();
  }

  @Test
  void login_onOneMachineSaysThatItsAdministratorNeedsNone(@TempDir Path home) throws IOException {
    Map<String, String> environment =
        Map.of("SIGIL_URL", platform.url(), "HOME", home.toString(), "SIGIL_DATA", home.toString());
    Files.writeString(home.resolve("admin-token"), "sgl_admin\n");

    assertThat(run(environment, "", "login")).isEqualTo(ExitCode.FAILURE);
    assertThat(err.toString()).contains("administrator's key").doesNotContain("sgl_admin");
  }

  @Test
  void adminToken_goesToThisMachineOnly(@TempDir Path home) throws IOException {
    Files.writeString(home.resolve("admin-token"), "sgl_admin\n");
    Session session =
        new Session(
            Map.of("SIGIL_DATA", home.toString(), "HOME", home.toString()),
            new BufferedReader(new StringReader("")),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            false);
    assertThat(session.token("http://127.0.0.1:8080")).isEqualTo("sgl_admin");
    assertThat(session.token("http://localhost:8080")).isEqualTo("sgl_admin");
    assertThat(session.token("https://sigil.example")).isEmpty();
    assertThat(session.token("http://localhost.evil.example")).isEmpty();
    assertThat(session.token("http://127.0.0.1@evil.example")).isEmpty();
  }

  private static String whoami() {
    return "{\"workspace\":\"acme\",\"actor\":\"k1\",\"scopes\":[\"read\",\"deploy\"]}";
  }

  private int run(String in, String... arguments) {
    return run(
        Map.of("SIGIL_URL", platform.url(), "SIGIL_TOKEN", TOKEN, "HOME", "/nonexistent"),
        in,
        arguments);
  }

  private int run(Map<String, String> environment, String in, String... arguments) {
    Session session =
        new Session(
            environment,
            new BufferedReader(new StringReader(in)),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            false);
    return Cli.execute(session, arguments);
  }

  private static String accepted() {
    return """
        {"deployment":{"id":"d","name":"units"},
         "release":{"id":"d-1","push":{"after":"0123456789012345678901234567890123456789"}}}
        """;
  }

  private static String release(String state, String phase, String more) {
    return """
        {"id":"d-1","deployment":"d","state":"%s","phase":"%s",
         "stages":[{"stage":"scanning","startedAt":"2026-01-01T00:00:00Z",
                    "endedAt":"2026-01-01T00:00:01.500Z"}]%s}
        """
        .formatted(state, phase, more);
  }
}
