package dev.sigil.embedded.source;

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
import dev.sigil.testkit.source.MemorySourceTree;
import dev.sigil.testkit.source.SourceFetcherContract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitSourceFetcherTest extends SourceFetcherContract {
  private Path directory;
  private GitRepository origin;
  private GitSourceFetcher fetcher;

  @BeforeEach
  void openFetcher(@TempDir Path temporary) throws Exception {
    directory = temporary;
    origin = GitRepository.create(temporary.resolve("origin $(touch owned);'\".git"));
    fetcher = new GitSourceFetcher(temporary.resolve("tmp"), System.getenv());
  }

  @AfterEach
  void closeFetcher() throws IOException {
    fetcher.close();
    try (Stream<Path> left = Files.list(directory.resolve("tmp"))) {
      assertThat(left).as("temporary directories left behind").isEmpty();
    }
  }

  @Override
  protected SourceFetcher fetcher() {
    return fetcher;
  }

  @Override
  protected Repository repository() {
    return new Repository(origin.path().toString());
  }

  @Override
  protected Repository missing() {
    return new Repository(directory.resolve("none").toString());
  }

  @Override
  protected Commit push(String branch, MemorySourceTree tree) throws Exception {
    return origin.push(branch, tree);
  }

  @Override
  protected void deleteBranch(String branch) throws Exception {
    origin.git("update-ref", "-d", "refs/heads/" + branch);
  }

  @Test
  void resolve_tag_namesItsCommit() throws Exception {
    Commit commit = push("main", MemorySourceTree.of("a", "1"));
    origin.git("tag", "-m", "annotated", "v1", commit.id());
    origin.git("tag", "v2", commit.id());

    assertThat(fetcher.resolve(repository(), "v1").commit()).isEqualTo(commit);
    assertThat(fetcher.resolve(repository(), "v2").commit()).isEqualTo(commit);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"$(touch${IFS}owned)", "a;id", "a|id", "`id`", "a'b\"c", "ü/é", "a&b", "%41"})
  void resolve_oddButValidBranchName_isOnlyAName(String branch) throws Exception {
    Commit commit = push(branch, MemorySourceTree.of("a", "1"));

    assertThat(fetcher.resolve(repository(), branch).commit()).isEqualTo(commit);
    assertThat(Path.of("owned")).doesNotExist();
  }

  @Test
  void fetch_fileUrl_isTheSame() throws Exception {
    GitRepository plain = GitRepository.create(directory.resolve("plain.git"));
    Commit commit = plain.push("main", MemorySourceTree.of("a", "1"));

    try (SourceTree tree =
        fetcher.fetch(new Repository("file://" + plain.path()), commit, LIMITS)) {
      assertThat(tree.contains("a")).isTrue();
    }
  }

  @Test
  void fetch_linksInside_areFollowed() throws Exception {
    String blob = origin.blob("content");
    String sub =
        origin.tree(
            "100644 blob " + blob + "\tfile", "120000 blob " + origin.blob("../top") + "\tup");
    Commit commit =
        origin.commit(
            origin.tree(
                "040000 tree " + sub + "\tsub",
                "100644 blob " + blob + "\ttop",
                "120000 blob " + origin.blob("sub/file") + "\tlink"));

    try (SourceTree tree = fetcher.fetch(repository(), commit, LIMITS)) {
      assertThat(tree.files())
          .extracting(Entry::path)
          .containsExactly("link", "sub/file", "sub/up", "top");
      assertThat(tree.read("sub/up", 100).orElseThrow()).asString().isEqualTo("content");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/passwd",
        "../outside",
        "a/../../outside",
        "x/../outside",
        ".git/config",
        "sub/.GIT/x"
      })
  void fetch_linkThatLeadsOut_isUnsafe(String destination) throws Exception {
    Commit commit =
        origin.commit(
            origin.tree(
                "120000 blob " + origin.blob(destination) + "\tlink",
                "120000 blob " + origin.blob(".") + "\tx"));

    assertUnsafe(commit);
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".git", ".GIT", ".", "back\\slash", "bell\u0007"})
  void fetch_hostileName_isUnsafe(String name) throws Exception {
    String inner = origin.rawTree("100644", "file", origin.blob("content"));

    assertUnsafe(origin.commit(origin.rawTree("40000", name, inner)));
    assertUnsafe(origin.commit(origin.rawTree("100644", name, origin.blob("content"))));
  }

  @Test
  void fetch_slashInAName_isUnsafe() throws Exception {
    for (String name : List.of("../../escaped", "/tmp/escaped", "a/../../b")) {
      assertUnsafe(origin.commit(origin.rawTree("100644", name, origin.blob("content"))));
    }
  }

  @Test
  void fetch_linkAndDirectoryOfOneName_isUnsafe() throws Exception {
    String blob = origin.blob("content");
    String inner = origin.rawTree("100644", "file", blob);
    String link = origin.blob("/tmp");

    assertUnsafe(origin.commit(origin.rawTree("120000", "a", link, "40000", "a", inner)));
  }

  @Test
  void fetch_treeBomb_isTooLarge() throws Exception {
    String level = origin.rawTree("100644", "file", origin.blob("x"));
    for (int i = 0; i < 12; i++) {
      String[] entries = new String[30];
      for (int j = 0; j < 10; j++) {
        entries[3 * j] = "40000";
        entries[3 * j + 1] = "d" + j;
        entries[3 * j + 2] = level;
      }
      level = origin.rawTree(entries);
    }
    Commit commit = origin.commit(level);

    assertThatExceptionOfType(SigilException.class)
        .isThrownBy(() -> fetcher.fetch(repository(), commit, LIMITS))
        .matches(e -> e.code() == ErrorCode.SOURCE_TOO_LARGE);
  }

  @Test
  void fetch_downloadLargerThanAllowed_isTooLarge() throws Exception {
    Path file = directory.resolve("noise");
    byte[] noise = new byte[600_000];
    new Random(1).nextBytes(noise);
    Files.write(file, noise);
    Commit commit =
        origin.commit(
            origin.tree(
                "100644 blob " + origin.git("hash-object", "-w", file.toString()) + "\tbig"));

    assertThatExceptionOfType(SigilException.class)
        .isThrownBy(() -> fetcher.fetch(repository(), commit, LIMITS))
        .matches(e -> e.code() == ErrorCode.SOURCE_TOO_LARGE);
  }

  @Test
  void fetch_submoduleFiltersAndHooks_doNothing() throws Exception {
    Commit commit =
        origin.commit(
            origin.tree(
                "100644 blob "
                    + origin.blob("[submodule \"s\"]\npath=s\nurl=ext::touch owned\n")
                    + "\t.gitmodules",
                "100644 blob "
                    + origin.blob("* filter=lfs eol=crlf export-ignore\n")
                    + "\t.gitattributes",
                "160000 commit " + "1".repeat(40) + "\ts",
                "100644 blob " + origin.blob("version https://git-lfs\n") + "\tlarge.bin"));

    try (SourceTree tree = fetcher.fetch(repository(), commit, LIMITS)) {
      assertThat(tree.files())
          .extracting(Entry::path)
          .containsExactly(".gitattributes", ".gitmodules", "large.bin");
      assertThat(tree.read("large.bin", 100).orElseThrow())
          .asString()
          .isEqualTo("version https://git-lfs\n");
    }
  }

  @Test
  void resolve_hostThatRefuses_mayComeBack() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Repository gone = new Repository("http://127.0.0.1:" + port + "/acme/weather.git");

    assertThatExceptionOfType(TransientException.class)
        .isThrownBy(() -> fetcher.resolve(gone, "main"));
  }

  @Test
  void open_afterACrash_removesWhatWasLeft() throws Exception {
    Path left = Files.createDirectories(directory.resolve("tmp/git-123/files"));
    Files.writeString(left.resolve("file"), "left");
    new GitSourceFetcher(directory.resolve("tmp"), Map.of()).close();

    assertThat(left).doesNotExist();
  }

  private void assertUnsafe(Commit commit) {
    assertThatExceptionOfType(SigilException.class)
        .isThrownBy(() -> fetcher.fetch(repository(), commit, LIMITS))
        .matches(e -> e.code() == ErrorCode.SOURCE_UNSAFE, "is SOURCE_UNSAFE");
  }
}
