package dev.sigil.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.codehost.CheckRun;
import dev.sigil.core.codehost.CodeHost;
import dev.sigil.core.codehost.CommitStatus;
import dev.sigil.core.codehost.CoveredRepositories;
import dev.sigil.core.codehost.CoveredRepositories.Addition;
import dev.sigil.core.codehost.CoveredRepositories.Files;
import dev.sigil.core.codehost.EnvironmentDeployment;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.Repository;
import dev.sigil.github.app.Manifest;
import dev.sigil.testkit.github.FakeGitHub;
import dev.sigil.testkit.source.MemorySourceTree;
import dev.sigil.testkit.time.MutableClock;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The App asks its users for what some request of ours needs, and for nothing else. */
final class LeastPermissionsTest {
  private static final String WEATHER = "acme/weather";
  private static final Addition MANIFEST =
      new Addition("sigil/mcp-yaml", "mcp.yaml", "runtime: node\n", "Add mcp.yaml", "Why.");

  private final MutableClock clock = new MutableClock(Instant.now());

  @Test
  void everything_usesExactlyWhatTheManifestAsksFor() throws GeneralSecurityException {
    KeyPair keys = keys();
    FakeGitHub.App app = new FakeGitHub.App("4711", keys.getPublic(), Manifest.PERMISSIONS);
    try (FakeGitHub github = FakeGitHub.start(app, clock)) {
      long acme = github.install("acme");
      Commit head =
          github
              .create("acme", "weather", true)
              .push("main", MemorySourceTree.of("package.json", "{}"));
      CodeHost host =
          host(new GitHubConfig(github.address(), new GitHubConfig.App("4711", keys.getPrivate())));

      browse(host.repositories(), acme);
      report(host, new Repository(github.cloneAddress("acme", "weather")), head);
      preview(host, new Repository(github.cloneAddress("acme", "weather")));

      Map<String, String> used = new TreeMap<>(github.permissionsUsed());
      used.put("members", "read"); // by people who sign in, with tokens of their own
      assertThat(used).isEqualTo(Manifest.PERMISSIONS);
      assertThat(github.violations()).isEmpty();
    }
  }

  private static KeyPair keys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2_048);
    return generator.generateKeyPair();
  }

  private CodeHost host(GitHubConfig config) {
    return new GitHubCodeHost(
        config,
        new GitHubConnections(
            config,
            clock,
            new CourteousConnector(Patience.DEFAULT, clock, new Random(1), time -> {})));
  }

  private static void browse(CoveredRepositories repositories, long acme) {
    repositories.list(acme, 1, 30);
    Commit head = repositories.head(acme, WEATHER, "main").orElseThrow();
    Files files = repositories.files(acme, WEATHER, head);
    repositories.read(acme, WEATHER, files.files().getFirst().content(), 100);
    repositories.propose(acme, repositories.get(acme, WEATHER), MANIFEST);
  }

  private static void preview(CodeHost host, Repository repository) {
    host.pullRequests().comment(repository, 1, "<!-- mark -->", "ready", null);
    host.pullRequests().find(repository, 1);
    host.pullRequests().mayWrite(repository, "jo");
  }

  private void report(CodeHost host, Repository repository, Commit head) {
    String page = "https://mcp.example/releases/r1";
    host.reports()
        .show(
            repository,
            new CheckRun(
                head,
                "Sigil / weather",
                null,
                "r1",
                null,
                clock.instant(),
                null,
                page,
                "Scanning",
                "summary",
                null,
                List.of(),
                List.of()));
    host.reports()
        .show(
            repository,
            new CommitStatus(head, "Sigil", CommitStatus.State.PENDING, "Building", null));
    host.reports()
        .show(
            repository,
            new EnvironmentDeployment(
                head,
                null,
                "r1",
                "production",
                false,
                EnvironmentDeployment.State.IN_PROGRESS,
                "https://mcp.example/acme/weather/mcp",
                page,
                "Building"));
  }
}
