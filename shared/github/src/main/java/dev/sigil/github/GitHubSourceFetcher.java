package dev.sigil.github;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.source.BranchName;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.DirectoryTree;
import dev.sigil.core.source.Repository;
import dev.sigil.core.source.SourceFetcher;
import dev.sigil.core.source.SourceLimits;
import dev.sigil.core.source.SourceTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.kohsuke.github.GHBranch;
import org.kohsuke.github.GHCommit;
import org.kohsuke.github.GHFileNotFoundException;
import org.kohsuke.github.GHRef;
import org.kohsuke.github.GHRepository;
import org.kohsuke.github.GitHub;
import org.kohsuke.github.HttpException;

/**
 * Reads repositories on GitHub over its API: refs by name, and a commit's archive as a stream that
 * is judged while it is unpacked. Needs no git program. Thread-safe.
 */
public final class GitHubSourceFetcher implements SourceFetcher {
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{7,64}");
  private static final int MAX_TAGS = 5;

  /* What GitHub says of a ref in a repository without commits, and of an id that names none. */
  private static final int NO_COMMIT = 409;
  private static final int UNPROCESSABLE = 422;

  private final String host;
  private final GitHubConnections connections;
  private final Path temporary;

  /** A fetcher that unpacks below {@code temporary}, which exists. */
  public GitHubSourceFetcher(GitHubConfig config, Path temporary, InstantSource clock) {
    this.host = config.host();
    this.connections = new GitHubConnections(config, clock);
    this.temporary = temporary;
  }

  /** Whether the address is one of this GitHub. */
  public boolean reads(Repository repository) {
    return RepositoryPath.of(repository, host).isPresent();
  }

  @Override
  public Resolved resolve(Repository repository, String ref) {
    RepositoryPath path = path(repository);
    if (!ref.isEmpty() && !valid(ref)) {
      throw notFound("A branch or tag cannot have this name.");
    }
    return connections
        .ask(path, github -> resolve(github.getRepository(path.toString()), ref))
        .orElseThrow(
            () ->
                notFound(
                    ref.isEmpty()
                        ? "The repository has no commit yet."
                        : "The repository has no branch, tag or commit " + ref + "."));
  }

  private static Optional<Resolved> resolve(GHRepository repository, String ref)
      throws IOException {
    if (ref.isEmpty()) {
      String branch = repository.getDefaultBranch();
      return head(repository, "heads/" + branch).map(commit -> new Resolved(commit, branch));
    }
    Optional<Commit> branch = head(repository, "heads/" + ref);
    Optional<Commit> named = branch.isPresent() ? branch : head(repository, "tags/" + ref);
    return named.isPresent()
        ? named.map(commit -> new Resolved(commit, ref))
        : completed(repository, ref);
  }

  /* A tag may name a tag object, which names the commit. */
  private static Optional<Commit> head(GHRepository repository, String ref) throws IOException {
    GHRef found;
    try {
      found = repository.getRef(ref);
    } catch (GHFileNotFoundException e) {
      return Optional.empty();
    } catch (HttpException e) {
      return absent(e, NO_COMMIT);
    }
    if (!found.getRef().equals("refs/" + ref)) {
      return Optional.empty();
    }
    GHRef.GHObject object = found.getObject();
    for (int depth = 0; object.getType().equals("tag") && depth < MAX_TAGS; depth++) {
      object = repository.getTagObject(object.getSha()).getObject();
    }
    return object.getType().equals("commit")
        ? Optional.of(new Commit(object.getSha()))
        : Optional.empty();
  }

  private static Optional<Resolved> completed(GHRepository repository, String id)
      throws IOException {
    if (!COMMIT.matcher(id).matches()) {
      return Optional.empty();
    }
    GHCommit commit;
    try {
      commit = repository.getCommit(id);
    } catch (GHFileNotFoundException e) {
      return Optional.empty();
    } catch (HttpException e) {
      return absent(e, UNPROCESSABLE);
    }
    if (!commit.getSHA1().startsWith(id)) {
      return Optional.empty();
    }
    List<GHBranch> heads = commit.listBranchesWhereHead().toList();
    String branch = heads.isEmpty() ? "" : heads.getFirst().getName();
    return Optional.of(new Resolved(new Commit(commit.getSHA1()), branch));
  }

  private static <T> Optional<T> absent(HttpException e, int status) throws HttpException {
    if (e.getResponseCode() != status) {
      throw e;
    }
    return Optional.empty();
  }

  @Override
  public SourceTree fetch(Repository repository, Commit commit, SourceLimits limits) {
    RepositoryPath path = path(repository);
    Path work = workDirectory();
    try {
      Path files =
          connections.ask(
              path,
              github ->
                  repository(github, path)
                      .readTar(
                          archive -> Archive.unpack(archive, work.resolve("files"), limits),
                          commit.id()));
      return DirectoryTree.open(files, limits, () -> delete(work));
    } catch (RuntimeException e) {
      delete(work);
      throw e;
    }
  }

  private static GHRepository repository(GitHub github, RepositoryPath path) throws IOException {
    return github.getRepository(path.toString());
  }

  private RepositoryPath path(Repository repository) {
    return RepositoryPath.of(repository, host)
        .orElseThrow(
            () ->
                new SigilException(
                    ErrorCode.SOURCE_NOT_FOUND,
                    "The address is not one of a repository on " + host + ".",
                    "Use an address such as https://" + host + "/owner/name."));
  }

  private static boolean valid(String ref) {
    try {
      BranchName.check(ref);
      return true;
    } catch (SigilException e) {
      return false;
    }
  }

  private static SigilException notFound(String message) {
    return new SigilException(ErrorCode.SOURCE_NOT_FOUND, message);
  }

  private Path workDirectory() {
    try {
      return Files.createTempDirectory(temporary, "github-");
    } catch (IOException e) {
      throw new TransientException("a temporary directory could not be made", e);
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> walk = Files.walk(directory)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
