package dev.sigil.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.Repository;
import dev.sigil.core.source.SourceFetcher;
import dev.sigil.core.source.SourceTree;
import dev.sigil.core.source.SourceTree.Entry;
import dev.sigil.testkit.github.FakeGitHub;
import dev.sigil.testkit.github.FakeRepository;
import dev.sigil.testkit.github.Fault;
import dev.sigil.testkit.source.MemorySourceTree;
import dev.sigil.testkit.source.SourceFetcherContract;
import dev.sigil.testkit.time.MutableClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GitHubSourceFetcherTest extends SourceFetcherContract {
  private static final KeyPair KEYS = keys();

  @TempDir Path temporary;
  private final MutableClock clock = new MutableClock(Instant.now());
  private final FakeGitHub github =
      FakeGitHub.start(new FakeGitHub.App("4711", KEYS.getPublic()), clock);
  private final FakeRepository weather = github.create("acme", "weather", true);
  private GitHubSourceFetcher fetcher;

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2_048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void open() {
    github.install("acme");
    GitHubConfig config =
        new GitHubConfig(github.address(), new GitHubConfig.App("4711", KEYS.getPrivate()));
    fetcher = new GitHubSourceFetcher(config, temporary, connections(config));
  }

  private GitHubConnections connections(GitHubConfig config) {
    return new GitHubConnections(
        config, clock, new CourteousConnector(Patience.DEFAULT, clock, new Random(1), time -> {}));
  }

  @AfterEach
  void close() throws IOException {
    github.close();
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left).as("temporary directories left behind").isEmpty();
    }
  }

  @Override
  protected SourceFetcher fetcher() {
    return fetcher;
  }

  @Override
  protected Repository repository() {
    return new Repository(github.cloneAddress("acme", "weather"));
  }

  @Override
  protected Repository missing() {
    return new Repository(github.cloneAddress("acme", "none"));
  }

  @Override
  protected Commit push(String branch, MemorySourceTree tree) {
    return weather.push(branch, tree);
  }

  @Override
  protected void deleteBranch(String branch) {
    weather.deleteBranch(branch);
  }

  @Test
  void resolve_tag_namesItsCommit() {
    Commit commit = push("main", MemorySourceTree.of("a", "1"));
    weather.tag("v1", commit);

    assertThat(fetcher.resolve(repository(), "v1").commit()).isEqualTo(commit);
  }

  @Test
  void resolve_commit_namesTheBranchItHeads() {
    Commit commit = push("feature", MemorySourceTree.of("a", "1"));

    assertThat(fetcher.resolve(repository(), commit.id()).branch()).isEqualTo("feature");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a;id", "ü/é", "a&b", "%41", "a#b", "1.0+x"})
  void resolve_oddButValidBranchName_isOnlyAName(String branch) {
    Commit commit = push(branch, MemorySourceTree.of("a", "1"));

    assertThat(fetcher.resolve(repository(), branch).commit()).isEqualTo(commit);
  }

  @Test
  void token_isKeptUntilShortlyBeforeItExpires() {
    push("main", MemorySourceTree.of("a", "1"));
    fetcher.resolve(repository(), "main");
    clock.advance(Duration.ofMinutes(54));
    fetcher.resolve(repository(), "main");
    assertThat(github.requests()).filteredOn(r -> r.startsWith("POST")).hasSize(1);

    clock.advance(Duration.ofMinutes(2));
    fetcher.resolve(repository(), "main");

    assertThat(github.requests()).filteredOn(r -> r.startsWith("POST")).hasSize(2);
  }

  @Test
  void token_thatWasTakenBack_isReplaced() {
    Commit commit = push("main", MemorySourceTree.of("a", "1"));
    fetcher.resolve(repository(), "main");
    github.revokeTokens();

    assertThat(fetcher.resolve(repository(), "main").commit()).isEqualTo(commit);
  }

  @Test
  void otherAccounts_areNotSeen() {
    FakeRepository secret = github.create("other", "secret", true);
    Commit commit = secret.push("main", MemorySourceTree.of("a", "1"));
    Repository address = new Repository(github.cloneAddress("other", "secret"));

    assertNotFound(() -> fetcher.resolve(address, "main"));
    assertNotFound(() -> fetcher.fetch(address, commit, LIMITS));
  }

  @Test
  void publicRepository_needsNoInstallation() {
    FakeRepository open = github.create("other", "open", false);
    Commit commit = open.push("main", MemorySourceTree.of("a", "1"));
    Repository address = new Repository(github.cloneAddress("other", "open"));

    assertThat(fetcher.resolve(address, "main").commit()).isEqualTo(commit);
  }

  @Test
  void withoutAnApp_publicRepositoriesAreRead() {
    FakeRepository open = github.create("other", "open", false);
    Commit commit = open.push("main", MemorySourceTree.of("a", "1"));
    GitHubSourceFetcher anonymous =
        new GitHubSourceFetcher(new GitHubConfig(github.address(), null), temporary, clock);

    try (SourceTree tree =
        anonymous.fetch(new Repository(github.cloneAddress("other", "open")), commit, LIMITS)) {
      assertThat(tree.contains("a")).isTrue();
    }
    assertNotFound(() -> anonymous.resolve(repository(), "main"));
  }

  @Test
  void renamedRepository_isFollowed() {
    Commit commit = push("main", MemorySourceTree.of("a", "1"));
    weather.rename("climate");

    assertThat(fetcher.resolve(repository(), "main").commit()).isEqualTo(commit);
    try (SourceTree tree = fetcher.fetch(repository(), commit, LIMITS)) {
      assertThat(tree.contains("a")).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.org/acme/weather.git",
        "http://127.0.0.1/acme/weather",
        "/srv/git/weather",
        "http://127.0.0.1:1/../weather"
      })
  void address_elsewhere_isNotFound(String address) {
    assertThat(fetcher.reads(new Repository(address))).isFalse();
    assertNotFound(() -> fetcher.resolve(new Repository(address), "main"));
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 429})
  void rateLimit_mayPass(int status) {
    push("main", MemorySourceTree.of("a", "1"));
    fetcher.resolve(repository(), "main");
    github.refuse(status, Map.of("Retry-After", "60"));

    assertThatExceptionOfType(TransientException.class)
        .isThrownBy(() -> fetcher.resolve(repository(), "main"))
        .withMessageContaining("rate limit")
        .matches(e -> e.notBefore().equals(Optional.of(clock.instant().plusSeconds(60))));
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503})
  void outage_mayPass(int status) {
    push("main", MemorySourceTree.of("a", "1"));
    fetcher.resolve(repository(), "main");
    github.failing(request -> Optional.of(Fault.answering(status, Map.of())));

    assertThatExceptionOfType(TransientException.class)
        .isThrownBy(() -> fetcher.resolve(repository(), "main"));
  }

  @Test
  void unreachable_mayPass() {
    github.close();

    assertThatExceptionOfType(TransientException.class)
        .isThrownBy(() -> fetcher.resolve(repository(), "main"));
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 451})
  void blockedRepository_isNotFound(int status) {
    push("main", MemorySourceTree.of("a", "1"));
    fetcher.resolve(repository(), "main");
    github.refuse(status, Map.of());

    assertNotFound(() -> fetcher.resolve(repository(), "main"));
  }

  @Test
  void fetch_linksInside_areFollowed() {
    Commit commit =
        weather.pushArchive(
            "main",
            archive(file("t/top", "content"), link("t/sub/up", "../top"), dir("t/module/")));

    try (SourceTree tree = fetcher.fetch(repository(), commit, LIMITS)) {
      assertThat(tree.files()).extracting(Entry::path).containsExactly("sub/up", "top");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/etc/passwd", "../outside", "a/../../outside", ".git/config", "sub/.GIT/x"})
  void fetch_linkThatLeadsOut_isUnsafe(String destination) {
    assertRefused(archive(link("t/link", destination)), ErrorCode.SOURCE_UNSAFE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"t/../../escaped", "t/.git/hooks/x", "t//tmp/x", "t/./x", "t/a\\b", "t/b\u0007"})
  void fetch_hostileName_isUnsafe(String name) {
    assertRefused(archive(file(name, "x")), ErrorCode.SOURCE_UNSAFE);
  }

  @Test
  void fetch_throughALink_isUnsafe() {
    assertRefused(
        archive(link("t/a", "."), file("t/a/b", "x"), file("t/a", "x")), ErrorCode.SOURCE_UNSAFE);
    assertRefused(archive(file("t/a", "x"), file("t/a/b", "x")), ErrorCode.SOURCE_UNSAFE);
  }

  @Test
  void fetch_deviceOrHardLink_isUnsafe() {
    TarArchiveEntry device = new TarArchiveEntry("t/tty", TarConstants.LF_CHR);
    TarArchiveEntry hard = new TarArchiveEntry("t/hard", TarConstants.LF_LINK);
    hard.setLinkName("/etc/passwd");

    assertRefused(archive(new Part(device, "")), ErrorCode.SOURCE_UNSAFE);
    assertRefused(archive(new Part(hard, "")), ErrorCode.SOURCE_UNSAFE);
  }

  @Test
  void fetch_bomb_endsWhileItUnpacks() {
    assertRefused(archive(file("t/bomb", "0".repeat(40_000_000))), ErrorCode.SOURCE_TOO_LARGE);
    Part[] folders = new Part[3_000];
    for (int i = 0; i < folders.length; i++) {
      folders[i] = dir("t/d" + i + "/");
    }
    assertRefused(archive(folders), ErrorCode.SOURCE_TOO_LARGE);
  }

  @Test
  void fetch_cutOff_mayPass() {
    byte[] whole = archive(file("t/a", "content"));
    Commit commit = weather.pushArchive("main", Arrays.copyOf(whole, 40));

    assertThatExceptionOfType(TransientException.class)
        .isThrownBy(() -> fetcher.fetch(repository(), commit, LIMITS));
  }

  private void assertRefused(byte[] archive, ErrorCode code) {
    Commit commit = weather.pushArchive("main", archive);
    assertThatExceptionOfType(SigilException.class)
        .isThrownBy(() -> fetcher.fetch(repository(), commit, LIMITS))
        .matches(e -> e.code() == code, "is " + code);
  }

  private record Part(TarArchiveEntry entry, String content) {}

  private static Part file(String name, String content) {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(content.length());
    return new Part(entry, content);
  }

  private static Part dir(String name) {
    return new Part(new TarArchiveEntry(name), "");
  }

  private static Part link(String name, String destination) {
    TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
    entry.setLinkName(destination);
    return new Part(entry, "");
  }

  private static byte[] archive(Part... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new GZIPOutputStream(bytes), "UTF-8")) {
      for (Part part : parts) {
        tar.putArchiveEntry(part.entry());
        tar.write(part.content().getBytes(StandardCharsets.UTF_8));
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
