package dev.sigil.functions.consoleapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.account.Account;
import dev.sigil.core.account.Installation;
import dev.sigil.core.account.Installations;
import dev.sigil.core.account.Workspaces;
import dev.sigil.testkit.codehost.FakeCoveredRepositories;
import dev.sigil.testkit.http.FakeHttpResponse;
import dev.sigil.testkit.source.MemorySourceTree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GithubTest {
  static final MemorySourceTree NODE =
      MemorySourceTree.of(
          "package.json",
          """
          {"name":"weather","version":"1.0.0","scripts":{"start":"node index.js"},
           "dependencies":{"@modelcontextprotocol/sdk":"1.0.0"}}
          """,
          "index.js",
          "import '@modelcontextprotocol/sdk/server/stdio.js'");
  private static final String INSTALLATIONS = "/api/v1/github/installations";
  private static final String INSTALLATION = INSTALLATIONS + "/{installation}";
  private static final String MCP = INSTALLATION + "/repositories/{owner}/{repo}/mcp";

  private final ConsoleFixture console = new ConsoleFixture();
  private final FakeCoveredRepositories repositories = new FakeCoveredRepositories();

  @BeforeEach
  void install() {
    console.platform.with(repositories.host());
    install(console, 77, account(11, "acme"), Installation.State.ACTIVE);
    repositories.push(77, "acme/weather", NODE);
  }

  static Account account(long id, String login) {
    return new Account("github.com", id, login, Account.Type.ORGANIZATION, null);
  }

  static void install(ConsoleFixture console, long id, Account account, Installation.State state) {
    new Workspaces(console.platform.documents(), console.platform.clock()).ofAccount(account);
    Instant now = console.platform.clock().instant();
    new Installations(console.platform.documents())
        .record(
            new Installation(
                id, account, state, Installation.Selection.ALL, Map.of("contents", "read"), now));
  }

  private FakeHttpResponse get(String template, String below) {
    String path = INSTALLATIONS + below;
    return console.send("get", template, path, null);
  }

  @Test
  void installations_areThoseOfTheWorkspace() {
    install(console, 78, account(12, "other"), Installation.State.ACTIVE);

    JsonNode items = console.data(get(INSTALLATIONS, "")).path("items");

    assertThat(items).hasSize(1);
    assertThat(items.get(0).path("id").asText()).isEqualTo("77");
    assertThat(console.data(get(INSTALLATION, "/77")).path("account").asText()).isEqualTo("acme");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/78", "/79", "/0", "/x", "/99999999999999999999"})
  void installation_ofAnotherWorkspace_isNotThere(String below) {
    install(console, 78, account(12, "other"), Installation.State.ACTIVE);
    repositories.push(78, "other/secret", NODE);

    assertThat(get(INSTALLATION, below).status()).isIn(400, 404);
    assertThat(get(INSTALLATION + "/repositories", below + "/repositories").status())
        .isIn(400, 404);
    assertThat(get(MCP, below + "/repositories/other/secret/mcp").status()).isIn(400, 404);
    assertThat(get(MCP, "/77/repositories/other/secret/mcp").status()).isEqualTo(404);
  }

  @Test
  void installation_thatIsSuspended_isShownButNotAsked() {
    install(console, 77, account(11, "acme"), Installation.State.SUSPENDED);

    assertThat(get(INSTALLATION, "/77").status()).isEqualTo(200);
    assertThat(get(INSTALLATION + "/repositories", "/77/repositories").status()).isEqualTo(409);
  }

  @Test
  void repositories_areSearchedAndPaged() {
    for (int i = 0; i < 130; i++) {
      repositories.push(77, "acme/tool-" + i, MemorySourceTree.of("README.md", ""));
    }

    List<String> all = names("?limit=50");
    assertThat(all).hasSize(131).doesNotHaveDuplicates();
    assertThat(names("?q=TOOL-1&limit=7")).hasSize(41);
    assertThat(names("?q=none")).isEmpty();
    assertThat(get(INSTALLATION + "/repositories", "/77/repositories?cursor=x").status())
        .isEqualTo(400);
  }

  private List<String> names(String query) {
    List<String> names = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page =
          console.data(get(INSTALLATION + "/repositories", "/77/repositories" + query + cursor));
      page.path("items").forEach(item -> names.add(item.path("fullName").asText()));
      cursor = page.has("nextCursor") ? "&cursor=" + page.path("nextCursor").asText() : "";
    } while (!cursor.isEmpty());
    return names;
  }

  @Test
  void status_followsWhatIsPushed() {
    assertThat(status()).isEqualTo("detected");
    repositories.push(77, "acme/weather", MemorySourceTree.of("mcp.yaml", "runtime: node\n"));
    assertThat(status()).isEqualTo("manifest");
    repositories.push(77, "acme/weather", MemorySourceTree.of("package.json", "{}"));
    assertThat(status()).isEqualTo("none");
    repositories.push(
        77,
        "acme/weather",
        MemorySourceTree.of("a/package.json", "", "b/package.json", "", "c/package.json", ""));
    assertThat(status()).isEqualTo("unknown");
  }

  private String status() {
    return console
        .data(get(INSTALLATION + "/repositories", "/77/repositories"))
        .at("/items/0/mcp/status")
        .asText();
  }

  @Test
  void mcp_tellsHowItWouldBeBuilt() {
    JsonNode found = console.data(get(MCP, "/77/repositories/acme/weather/mcp"));

    assertThat(found.at("/server/runtime").asText()).isEqualTo("node");
    assertThat(found.at("/server/detectedBy").asText()).isEqualTo("package.json");
    assertThat(found.path("manifest").asBoolean()).isFalse();
    assertThat(found.path("problems")).isEmpty();
  }

  @Test
  void mcp_tellsEveryProblemOfAManifest() {
    repositories.push(
        77, "acme/weather", MemorySourceTree.of("mcp.yaml", "runtme: node\ntier: huge\n"));

    JsonNode found = console.data(get(MCP, "/77/repositories/acme/weather/mcp"));

    assertThat(found.has("server")).isFalse();
    assertThat(found.path("manifest").asBoolean()).isTrue();
    assertThat(found.path("problems").toString()).contains("runtme").contains("tier");
  }

  @Test
  void mcp_ofTooManyFiles_asksForAFolder() {
    List<String> files = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      files.add("s" + i + "/package.json");
      files.add("{}");
    }
    repositories.push(77, "acme/weather", MemorySourceTree.of(files.toArray(String[]::new)));

    JsonNode found = console.data(get(MCP, "/77/repositories/acme/weather/mcp"));

    assertThat(found.path("problems").toString()).contains("More files");
  }

  @Test
  void proposal_isMadeOnce() {
    FakeHttpResponse first = propose();
    FakeHttpResponse second = propose();

    assertThat(console.data(first).path("created").asBoolean()).isTrue();
    assertThat(console.data(second).path("created").asBoolean()).isFalse();
    assertThat(repositories.additions()).hasSize(1);
    assertThat(repositories.additions().getFirst().path()).isEqualTo("mcp.yaml");
    assertThat(repositories.additions().getFirst().content()).contains("runtime: node\n");
  }

  @Test
  void proposal_whereThereIsAManifest_isRefused() {
    repositories.push(77, "acme/weather", MemorySourceTree.of("mcp.yaml", "runtime: node\n"));

    assertThat(propose().status()).isEqualTo(409);
    assertThat(repositories.additions()).isEmpty();
  }

  private FakeHttpResponse propose() {
    return console.send(
        "post",
        MCP + "/propose",
        INSTALLATIONS + "/77/repositories/acme/weather/mcp/propose",
        null);
  }

  @Test
  void deploy_takesWhatIsCovered() {
    JsonNode data = console.data(deploy("acme/weather"));

    assertThat(data.at("/deployment/repository").asText())
        .isEqualTo("https://github.com/acme/weather.git");
    assertThat(deploy("other/weather").status()).isEqualTo(404);
  }

  private FakeHttpResponse deploy(String repository) {
    return console.send(
        "post",
        INSTALLATION + "/deploy",
        INSTALLATIONS + "/77/deploy",
        "{\"repository\":\"" + repository + "\"}");
  }
}
