package dev.sigil.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.codehost.CoveredRepositories;
import dev.sigil.core.codehost.CoveredRepositories.Addition;
import dev.sigil.core.codehost.CoveredRepositories.Covered;
import dev.sigil.core.codehost.CoveredRepositories.Proposal;
import dev.sigil.core.source.Commit;
import dev.sigil.github.app.Manifest;
import dev.sigil.testkit.codehost.CoveredRepositoriesContract;
import dev.sigil.testkit.github.FakeGitHub;
import dev.sigil.testkit.github.FakeRepository;
import dev.sigil.testkit.github.Fault;
import dev.sigil.testkit.source.MemorySourceTree;
import dev.sigil.testkit.time.MutableClock;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GitHubCoveredRepositoriesTest extends CoveredRepositoriesContract {
  private static final KeyPair KEYS = keys();
  private static final Addition MANIFEST =
      new Addition("sigil/mcp-yaml", "mcp.yaml", "runtime: node\n", "Add mcp.yaml", "Why.");

  private final MutableClock clock = new MutableClock(Instant.now());
  private final FakeGitHub github = start(Manifest.PERMISSIONS);
  private final GitHubCoveredRepositories repositories = open();
  private final FakeRepository weather = github.create("acme", "weather", true);
  private final Map<String, FakeRepository> made = new HashMap<>(Map.of("weather", weather));
  private long acme;

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2_048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private FakeGitHub start(Map<String, String> permissions) {
    return FakeGitHub.start(new FakeGitHub.App("4711", KEYS.getPublic(), permissions), clock);
  }

  private GitHubCoveredRepositories open() {
    GitHubConfig config =
        new GitHubConfig(github.address(), new GitHubConfig.App("4711", KEYS.getPrivate()));
    return new GitHubCoveredRepositories(
        new GitHubConnections(
            config,
            clock,
            new CourteousConnector(Patience.DEFAULT, clock, new Random(1), time -> {})));
  }

  @BeforeEach
  void install() {
    acme = github.install("acme");
    weather.push("main", MemorySourceTree.of("package.json", "{}", "src/a.js", "1"));
  }

  @Override
  protected CoveredRepositories repositories() {
    return repositories;
  }

  @Override
  protected long installation(String account) {
    return github.install(account);
  }

  @Override
  protected void push(String account, String name, MemorySourceTree tree) {
    made.computeIfAbsent(name, any -> github.create(account, name, true)).push("main", tree);
  }

  @AfterEach
  void close() {
    github.close();
  }

  @Test
  void tree_thatIsTooLarge_isNotComplete() {
    weather.grow();
    Commit head = repositories.head(acme, "acme/weather", "main").orElseThrow();

    assertThat(repositories.files(acme, "acme/weather", head).complete()).isFalse();
  }

  @Test
  void emptyRepository_hasNoHead() {
    github.create("acme", "empty", true);

    assertThat(repositories.head(acme, "acme/empty", "main")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"other/open", "other/hidden", "acme/none", "acme/..", "../x", "acme", ""})
  void repository_thatIsNotCovered_isNotFound(String name) {
    github.install("other");
    github.create("other", "open", false);
    github.create("other", "hidden", true);

    assertThatExceptionOfType(SigilException.class)
        .isThrownBy(() -> repositories.get(acme, name))
        .matches(e -> e.code() == ErrorCode.SOURCE_NOT_FOUND);
  }

  @Test
  void proposal_isMadeOnce() {
    Covered covered = repositories.get(acme, "acme/weather");
    Proposal first = repositories.propose(acme, covered, MANIFEST);
    Proposal second = repositories.propose(acme, covered, MANIFEST);

    assertThat(first.created()).isTrue();
    assertThat(second).isEqualTo(new Proposal(1, first.url(), Proposal.State.OPEN, false));
    assertThat(weather.pulls()).hasSize(1);
    Commit proposed = Objects.requireNonNull(weather.branches().get("sigil/mcp-yaml"));
    Commit main = Objects.requireNonNull(weather.branches().get("main"));
    assertThat(weather.file(proposed, "mcp.yaml").orElseThrow())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("runtime: node\n");
    assertThat(weather.file(main, "mcp.yaml")).isEmpty();
  }

  @Test
  void proposal_thatWasDeclined_isNotMadeAgain() {
    Covered covered = repositories.get(acme, "acme/weather");
    repositories.propose(acme, covered, MANIFEST);
    weather.closePull(1);

    assertThat(repositories.propose(acme, covered, MANIFEST).state())
        .isEqualTo(Proposal.State.DECLINED);
    assertThat(weather.pulls()).hasSize(1);
  }

  @Test
  void proposal_leavesWhatPeopleWrote() {
    weather.push("sigil/mcp-yaml", MemorySourceTree.of("mcp.yaml", "theirs"));
    Commit theirs = weather.branches().get("sigil/mcp-yaml");
    Covered covered = repositories.get(acme, "acme/weather");

    assertThat(repositories.propose(acme, covered, MANIFEST).created()).isTrue();

    assertThat(weather.branches()).containsEntry("sigil/mcp-yaml", theirs);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
  void proposal_thatWasCutShort_isFinishedByTheNext(int step) {
    Covered covered = repositories.get(acme, "acme/weather");
    int before = github.requests().size();
    github.failing(
        request ->
            github.requests().size() >= before + step
                ? Optional.of(Fault.answering(502, Map.of()))
                : Optional.empty());
    try {
      repositories.propose(acme, covered, MANIFEST);
    } catch (TransientException e) {
      assertThat(e).hasMessageContaining("502");
    }
    github.failing(request -> Optional.empty());

    repositories.propose(acme, covered, MANIFEST);

    assertThat(weather.pulls()).hasSize(1);
    assertThat(weather.branches()).containsOnlyKeys("main", "sigil/mcp-yaml");
  }
}
