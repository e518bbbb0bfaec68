package dev.sigil.testkit.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.Repository;
import dev.sigil.core.source.SourceFetcher;
import dev.sigil.core.source.SourceFetcher.Resolved;
import dev.sigil.core.source.SourceLimits;
import dev.sigil.core.source.SourceTree;
import dev.sigil.core.source.SourceTree.Entry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link SourceFetcher} does. */
public abstract class SourceFetcherContract {
  protected static final SourceLimits LIMITS = new SourceLimits(100_000, 50_000, 20, 5);

  protected abstract SourceFetcher fetcher();

  /** The address of a repository that exists; it has no commit until one is pushed. */
  protected abstract Repository repository() throws Exception;

  /** The address of a repository that does not exist. */
  protected abstract Repository missing();

  protected abstract Commit push(String branch, MemorySourceTree tree) throws Exception;

  protected abstract void deleteBranch(String branch) throws Exception;

  @Test
  void resolve_branch_namesItsHead() throws Exception {
    push("main", MemorySourceTree.of("a", "1"));
    Commit main = push("main", MemorySourceTree.of("a", "2"));
    Commit other = push("feature/x", MemorySourceTree.of("b", "3"));

    assertThat(fetcher().resolve(repository(), "main")).isEqualTo(new Resolved(main, "main"));
    assertThat(fetcher().resolve(repository(), "feature/x"))
        .isEqualTo(new Resolved(other, "feature/x"));
  }

  @Test
  void resolve_empty_isTheDefaultBranch() throws Exception {
    Commit main = push("main", MemorySourceTree.of("a", "1"));
    push("other", MemorySourceTree.of("b", "2"));

    assertThat(fetcher().resolve(repository(), "")).isEqualTo(new Resolved(main, "main"));
  }

  @Test
  void resolve_abbreviation_isCompleted() throws Exception {
    Commit old = push("main", MemorySourceTree.of("a", "1"));
    push("main", MemorySourceTree.of("a", "2"));

    assertThat(fetcher().resolve(repository(), old.abbreviated()).commit()).isEqualTo(old);
    assertThat(fetcher().resolve(repository(), old.id()).commit()).isEqualTo(old);
  }

  @Test
  void resolve_unknownOrDeleted_isNotFound() throws Exception {
    push("main", MemorySourceTree.of("a", "1"));
    push("gone", MemorySourceTree.of("a", "2"));
    deleteBranch("gone");

    for (String ref :
        List.of("gone", "mai", "MAIN", "abcdef1", "0".repeat(40), "refs/heads/main")) {
      assertNotFound(() -> fetcher().resolve(repository(), ref));
    }
  }

  @Test
  void resolve_namesBuiltToReachAShell_areNotFound() throws Exception {
    push("main", MemorySourceTree.of("a", "1"));

    for (String ref :
        List.of(
            "--upload-pack=touch /tmp/sigil-owned",
            "-h",
            "$(touch /tmp/sigil-owned)",
            "`id`",
            "main;id",
            "main|id",
            "../../etc/passwd",
            "main\nid",
            "*",
            "m?in",
            "@{-1}",
            "main^{tree}",
            "main~1",
            "a..b",
            "x".repeat(5_000))) {
      assertNotFound(() -> fetcher().resolve(repository(), ref));
    }
  }

  @Test
  void resolve_emptyRepository_isNotFound() throws Exception {
    Repository empty = repository();

    assertNotFound(() -> fetcher().resolve(empty, ""));
    assertNotFound(() -> fetcher().resolve(empty, "main"));
  }

  @Test
  void resolve_missingRepository_isNotFound() {
    assertNotFound(() -> fetcher().resolve(missing(), ""));
    assertNotFound(
        () -> fetcher().fetch(missing(), new Commit("1".repeat(40)), SourceLimits.DEFAULT));
  }

  @Test
  void fetch_commit_hasItsFiles() throws Exception {
    Commit commit =
        push(
            "main",
            MemorySourceTree.of("b/c.txt", "deep", "a file ü.txt", "ünïcode")
                .withExecutable("run.sh", "#!/bin/sh\n"));

    try (SourceTree tree = fetcher().fetch(repository(), commit, LIMITS)) {
      assertThat(tree.files())
          .containsExactly(
              new Entry("a file ü.txt", 9, false),
              new Entry("b/c.txt", 4, false),
              new Entry("run.sh", 10, true));
      assertThat(tree.read("a file ü.txt", 100).orElseThrow())
          .isEqualTo("ünïcode".getBytes(StandardCharsets.UTF_8));
      assertThat(tree.open("none")).isEmpty();
      assertThat(tree.contains("b/c.txt")).isTrue();
    }
  }

  @Test
  void fetch_commitThatIsNoHeadAnyMore_isThere() throws Exception {
    Commit old = push("main", MemorySourceTree.of("a", "old"));
    push("main", MemorySourceTree.of("a", "new"));

    try (SourceTree tree = fetcher().fetch(repository(), old, LIMITS)) {
      assertThat(tree.read("a", 10).orElseThrow()).asString().isEqualTo("old");
    }
  }

  @Test
  void fetch_unknownCommit_isNotFound() throws Exception {
    push("main", MemorySourceTree.of("a", "1"));

    assertNotFound(() -> fetcher().fetch(repository(), new Commit("1".repeat(40)), LIMITS));
  }

  @Test
  void fetch_beyondALimit_isTooLarge() throws Exception {
    MemorySourceTree many = MemorySourceTree.of();
    MemorySourceTree sum = MemorySourceTree.of();
    for (int i = 0; i < 21; i++) {
      many = many.withExecutable("f" + i, "" + i);
    }
    for (int i = 0; i < 3; i++) {
      sum = sum.withExecutable("f" + i, ("" + i).repeat(40_000));
    }
    for (MemorySourceTree tree :
        List.of(
            many,
            sum,
            MemorySourceTree.of("large", "x".repeat(50_001)),
            MemorySourceTree.of("1/2/3/4/5/6/deep", "x"))) {
      Commit commit = push("main", tree);
      assertThatExceptionOfType(SigilException.class)
          .isThrownBy(() -> fetcher().fetch(repository(), commit, LIMITS))
          .matches(e -> e.code() == ErrorCode.SOURCE_TOO_LARGE);
    }
  }

  /** Code that talks to a repository. */
  @FunctionalInterface
  protected interface Call {
    void run() throws Exception;
  }

  protected static void assertNotFound(Call call) {
    assertThatExceptionOfType(SigilException.class)
        .isThrownBy(call::run)
        .matches(e -> e.code() == ErrorCode.SOURCE_NOT_FOUND, "is SOURCE_NOT_FOUND");
  }
}
