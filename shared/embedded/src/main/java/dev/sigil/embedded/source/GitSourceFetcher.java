package dev.sigil.embedded.source;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.DirectoryTree;
import dev.sigil.core.source.Repository;
import dev.sigil.core.source.SourceFetcher;
import dev.sigil.core.source.SourceLimits;
import dev.sigil.core.source.SourceTree;
import dev.sigil.embedded.host.Directories;
import dev.sigil.embedded.host.HostTools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Reads any repository through the git program. A commit is fetched without its history into a
 * temporary bare repository, and its files are written from git's objects by {@link Checkout},
 * never by {@code git checkout}, so that nothing in the repository takes part.
 */
public final class GitSourceFetcher implements SourceFetcher, AutoCloseable {
  private static final Duration LIST = Duration.ofSeconds(60);
  private static final Duration FETCH = Duration.ofMinutes(5);
  private static final Duration LOCAL = Duration.ofMinutes(2);

  private record Ref(String commit, String name) {}

  private final Path temporary;
  private final Optional<Path> prlimit;
  private final Map<String, String> machine;
  private final ScheduledExecutorService timer;

  /** As the other, with this process's environment. */
  public GitSourceFetcher(Path temporary) {
    this(temporary, System.getenv());
  }

  /**
   * A fetcher that works in {@code temporary} and empties it first, of what a crash left there.
   *
   * @param machine the platform's own environment variables; proxies, certificates, {@code HOME}
   *     and the ssh agent are passed on to git
   */
  public GitSourceFetcher(Path temporary, Map<String, String> machine) {
    this.machine = Map.copyOf(machine);
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("sigil-git-timer").daemon().factory());
    try {
      this.prlimit = HostTools.detect().prlimit();
      this.temporary = Files.createDirectories(temporary).toRealPath();
      try (DirectoryStream<Path> left =
          Files.newDirectoryStream(this.temporary, "{git,github}-*")) {
        left.forEach(Directories::deleteQuietly);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Resolved resolve(Repository repository, String ref) {
    if (ref.isEmpty()) {
      return defaultBranch(repository);
    }
    if (!RefName.valid(ref)) {
      throw GitFailure.notFound("A branch or tag cannot have this name.");
    }
    List<Ref> refs =
        list(
            "--",
            repository.url(),
            "refs/heads/" + ref,
            "refs/tags/" + ref,
            "refs/tags/" + ref + "^{}");
    return named(refs, "refs/heads/" + ref)
        .or(() -> named(refs, "refs/tags/" + ref + "^{}"))
        .or(() -> named(refs, "refs/tags/" + ref))
        .map(commit -> new Resolved(commit, ref))
        .or(() -> RefName.commitLike(ref) ? byId(repository, ref) : Optional.empty())
        .orElseThrow(
            () -> GitFailure.notFound("The repository has no branch, tag or commit " + ref + "."));
  }

  @Override
  public SourceTree fetch(Repository repository, Commit commit, SourceLimits limits) {
    Git git = git(limits.maxTotalBytes());
    Path work = temporaryDirectory();
    try {
      Path bare = initialize(git, work, commit.id().length());
      download(git, bare, repository, commit);
      Path files = new Checkout(git, bare, limits, LOCAL).write(commit, work.resolve("files"));
      Directories.deleteQuietly(bare);
      return DirectoryTree.open(files, limits, () -> Directories.deleteQuietly(work));
    } catch (RuntimeException e) {
      Directories.deleteQuietly(work);
      throw e;
    }
  }

  /* Hosts may refuse a commit id that no branch ends at; then all branches and tags are fetched. */
  private static void download(Git git, Path bare, Repository repository, Commit commit) {
    Git.Result exact =
        git.run(
            bare,
            FETCH,
            "fetch",
            "--quiet",
            "--depth=1",
            "--no-tags",
            "--no-write-fetch-head",
            "--",
            repository.url(),
            commit.id() + ":refs/sigil/commit");
    if (exact.succeeded()) {
      return;
    }
    RuntimeException failure = GitFailure.of(exact);
    if (exact.timedOut() || (failure instanceof SigilException e && tooLarge(e))) {
      throw failure;
    }
    fetchBranches(git, bare, repository, false);
    if (!git.run(bare, LOCAL, "cat-file", "-e", commit.id() + "^{commit}").succeeded()) {
      throw GitFailure.notFound("The repository has no commit " + commit.abbreviated() + ".");
    }
  }

  private static boolean tooLarge(SigilException e) {
    return e.code() == ErrorCode.SOURCE_TOO_LARGE;
  }

  private static void fetchBranches(Git git, Path bare, Repository repository, boolean commits) {
    List<String> arguments = new ArrayList<>(List.of("fetch", "--quiet", "--no-write-fetch-head"));
    if (commits) {
      arguments.add("--filter=tree:0");
    }
    arguments.addAll(
        List.of(
            "--",
            repository.url(),
            "+refs/heads/*:refs/sigil/heads/*",
            "+refs/tags/*:refs/sigil/tags/*"));
    Git.Result all = git.run(bare, FETCH, arguments.toArray(String[]::new));
    if (!all.succeeded()) {
      throw GitFailure.of(all);
    }
  }

  private Resolved defaultBranch(Repository repository) {
    Git.Result result = lsRemote("--symref", "--", repository.url(), "HEAD");
    String branch =
        result
            .text()
            .lines()
            .filter(line -> line.startsWith("ref: ") && line.endsWith("\tHEAD"))
            .map(line -> line.substring("ref: ".length(), line.length() - "\tHEAD".length()))
            .flatMap(ref -> RefName.branch(ref).stream())
            .findFirst()
            .orElse("");
    Commit head =
        named(refs(result), "HEAD")
            .orElseThrow(() -> GitFailure.notFound("The repository has no commit yet."));
    return new Resolved(head, branch);
  }

  /* Only a host that has the commit's history can complete an abbreviation. */
  private Optional<Resolved> byId(Repository repository, String id) {
    List<Ref> heads = list("--heads", "--", repository.url());
    Optional<Ref> head = heads.stream().filter(ref -> ref.commit().startsWith(id)).findFirst();
    if (head.isPresent() && RefName.fullCommit(id)) {
      return head.map(GitSourceFetcher::resolved);
    }
    Git git = git(SourceLimits.DEFAULT.maxTotalBytes());
    Path work = temporaryDirectory();
    try {
      Path bare = initialize(git, work, heads.isEmpty() ? 40 : heads.getFirst().commit().length());
      fetchBranches(git, bare, repository, true);
      Git.Result found =
          git.run(
              bare,
              LOCAL,
              "rev-parse",
              "--verify",
              "--quiet",
              "--end-of-options",
              id + "^{commit}");
      if (!found.succeeded()) {
        return Optional.empty();
      }
      Commit commit = new Commit(found.text().strip());
      return Optional.of(new Resolved(commit, branchHolding(git, bare, commit)));
    } finally {
      Directories.deleteQuietly(work);
    }
  }

  private static String branchHolding(Git git, Path bare, Commit commit) {
    Git.Result branches =
        git.run(
            bare,
            LOCAL,
            "for-each-ref",
            "--contains=" + commit.id(),
            "--count=1",
            "--format=%(refname:lstrip=3)",
            "refs/sigil/heads/");
    return branches.succeeded() ? branches.text().strip() : "";
  }

  private static Path initialize(Git git, Path work, int idLength) {
    Path bare = work.resolve("git");
    String format = idLength == 64 ? "sha256" : "sha1";
    Git.Result made =
        git.run(
            work, LOCAL, "init", "--quiet", "--bare", "--object-format=" + format, bare.toString());
    if (!made.succeeded()) {
      throw new TransientException("a temporary repository could not be made: " + made.error());
    }
    return bare;
  }

  private Git.Result lsRemote(String... arguments) {
    List<String> command = new ArrayList<>(List.of("ls-remote"));
    command.addAll(List.of(arguments));
    Git.Result result =
        git(SourceLimits.DEFAULT.maxFileBytes())
            .run(temporary, LIST, command.toArray(String[]::new));
    if (!result.succeeded()) {
      throw GitFailure.of(result);
    }
    return result;
  }

  private List<Ref> list(String... arguments) {
    return refs(lsRemote(arguments));
  }

  private static List<Ref> refs(Git.Result result) {
    return result
        .text()
        .lines()
        .map(line -> line.split("\t", 2))
        .filter(parts -> parts.length == 2 && RefName.fullCommit(parts[0]))
        .map(parts -> new Ref(parts[0], parts[1]))
        .toList();
  }

  private static Optional<Commit> named(List<Ref> refs, String name) {
    return refs.stream()
        .filter(ref -> ref.name().equals(name))
        .map(ref -> new Commit(ref.commit()))
        .findFirst();
  }

  private static Resolved resolved(Ref ref) {
    return new Resolved(new Commit(ref.commit()), RefName.branch(ref.name()).orElse(""));
  }

  private Path temporaryDirectory() {
    try {
      return Files.createTempDirectory(temporary, "git-");
    } catch (IOException e) {
      throw new TransientException("a temporary directory could not be made", e);
    }
  }

  private Git git(long maxFileBytes) {
    return new Git(prlimit, machine, timer, maxFileBytes);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
