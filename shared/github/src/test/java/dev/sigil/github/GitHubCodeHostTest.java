package dev.sigil.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.codehost.CodeHost;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.Repository;
import dev.sigil.github.app.Manifest;
import dev.sigil.testkit.codehost.CodeHostContract;
import dev.sigil.testkit.github.FakeGitHub;
import dev.sigil.testkit.source.MemorySourceTree;
import dev.sigil.testkit.time.MutableClock;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class GitHubCodeHostTest extends CodeHostContract {
  private static final KeyPair KEYS = keys();

  private final MutableClock clock = new MutableClock(Instant.now());
  private final FakeGitHub github =
      FakeGitHub.start(new FakeGitHub.App("4711", KEYS.getPublic(), Manifest.PERMISSIONS), clock);
  private final CodeHost host = host(github);
  private final Commit commit;

  GitHubCodeHostTest() {
    github.install("acme");
    commit =
        github
            .create("acme", "weather", true)
            .push("main", MemorySourceTree.of("package.json", "{}"));
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2_048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private CodeHost host(FakeGitHub fake) {
    GitHubConfig config =
        new GitHubConfig(fake.address(), new GitHubConfig.App("4711", KEYS.getPrivate()));
    return new GitHubCodeHost(
        config,
        new GitHubConnections(
            config,
            clock,
            new CourteousConnector(Patience.DEFAULT, clock, new Random(1), time -> {})));
  }

  @AfterEach
  void stop() {
    github.close();
    assertThat(github.violations()).isEmpty();
  }

  @Override
  protected CodeHost host() {
    return host;
  }

  @Override
  protected Repository repository() {
    return new Repository(github.cloneAddress("acme", "weather"));
  }

  @Override
  protected Commit commit() {
    return commit;
  }

  @Override
  protected void refuse() {
    github.grant("acme", Map.of("contents", "read", "metadata", "read"));
  }

  @Override
  protected List<String> checks() {
    return github.checkRuns().stream()
        .map(
            run ->
                run.path("name").asText()
                    + " "
                    + run.path("conclusion").asText().toUpperCase(Locale.ROOT)
                    + " "
                    + run.at("/output/annotations_count").asInt())
        .toList();
  }

  @Override
  protected List<String> deployments() {
    return github.deploymentStates().stream()
        .map(
            state ->
                state.path("environment").asText()
                    + " "
                    + state.path("state").asText().toUpperCase(Locale.ROOT))
        .toList();
  }

  @Override
  protected List<String> comments() {
    return github.comments(1);
  }

  @Test
  void comment_ofAPersonWithTheMarker_isNotWrittenOver() {
    github.comment("acme", "weather", 1, "mallory", "<!-- mark:1 -->\nmine");

    host.pullRequests().comment(repository(), 1, "<!-- mark:1 -->", "ready", null);

    assertThat(github.comments(1))
        .containsExactly("<!-- mark:1 -->\nmine", "<!-- mark:1 -->\nready");
  }

  @Test
  void writers_areThoseWhoMayPush() {
    github.permit("ada", "write");
    github.permit("eve", "read");

    assertThat(host.pullRequests().mayWrite(repository(), "ada")).isTrue();
    assertThat(host.pullRequests().mayWrite(repository(), "eve")).isFalse();
    assertThat(host.pullRequests().mayWrite(repository(), "nobody")).isFalse();
  }

  @Test
  void repositories_ofOtherHosts_areNotCovered() {
    assertThat(host.covers(repository())).isTrue();
    assertThat(host.covers(new Repository("https://git.example/acme/weather"))).isFalse();
  }
}
