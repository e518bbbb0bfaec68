package dev.sigil.functions.consoleapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.account.Installation;
import dev.sigil.github.GitHubCodeHost;
import dev.sigil.github.GitHubConfig;
import dev.sigil.testkit.github.FakeGitHub;
import dev.sigil.testkit.github.FakeRepository;
import dev.sigil.testkit.source.MemorySourceTree;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A thousand repositories at GitHub, which allows 5,000 requests an hour. */
class GithubLimitTest {
  private static final String PATH = "/api/v1/github/installations/";
  private static final String TEMPLATE = PATH + "{installation}/repositories";
  private static final List<MemorySourceTree> TREES =
      List.of(
          GithubTest.NODE,
          MemorySourceTree.of("mcp.yaml", "runtime: node\n", "a/b.js", ""),
          MemorySourceTree.of("README.md", "", "src/main.c", ""),
          MemorySourceTree.of("package.json", "{}", "requirements.txt", "flask"));

  private final ConsoleFixture console = new ConsoleFixture();

  @Test
  void thousandRepositories_areListedWithinTheLimit() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2_048);
    KeyPair keys = generator.generateKeyPair();
    try (FakeGitHub github =
        FakeGitHub.start(new FakeGitHub.App("4711", keys.getPublic()), console.platform.clock())) {
      List<FakeRepository> repositories = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        FakeRepository repository = github.create("acme", "r" + i, true);
        repository.push("main", TREES.get(i % TREES.size()));
        repositories.add(repository);
      }
      long acme = github.install("acme");
      GithubTest.install(console, acme, GithubTest.account(11, "acme"), Installation.State.ACTIVE);
      GitHubConfig config =
          new GitHubConfig(github.address(), new GitHubConfig.App("4711", keys.getPrivate()));
      console.platform.with(GitHubCodeHost.of(config, console.platform.clock()));

      assertThat(statuses(acme)).isEqualTo(Map.of("detected", 250, "manifest", 250, "none", 500));
      int first = 5_000 - github.remaining(acme);
      assertThat(first).isBetween(2_000, 3_000);

      assertThat(statuses(acme)).isEqualTo(Map.of("detected", 250, "manifest", 250, "none", 500));
      assertThat(5_000 - github.remaining(acme)).isEqualTo(first);

      repositories.getFirst().push("main", MemorySourceTree.of("README.md", "gone"));
      assertThat(statuses(acme)).containsEntry("detected", 249);
      assertThat(5_000 - github.remaining(acme)).isBetween(first + 3, first + 4);
    }
  }

  private Map<String, Integer> statuses(long installation) {
    Map<String, Integer> counts = new TreeMap<>();
    String cursor = "";
    do {
      JsonNode page =
          console.data(
              console.send(
                  "get", TEMPLATE, PATH + installation + "/repositories?limit=50" + cursor, null));
      page.path("items")
          .forEach(item -> counts.merge(item.at("/mcp/status").asText(), 1, Integer::sum));
      cursor = page.has("nextCursor") ? "&cursor=" + page.path("nextCursor").asText() : "";
    } while (!cursor.isEmpty());
    return counts;
  }
}
