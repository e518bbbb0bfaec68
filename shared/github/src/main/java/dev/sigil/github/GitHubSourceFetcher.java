package dev.sigil.github;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kohsuke.github.GHCommit;
import org.kohsuke.github.GHCompare;
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

  /** GitHub compares no more files than this. */
  private static final int MAX_COMPARED = 300;

  /* What GitHub says of a ref in a repository without commits, and of an id that names none. */
  private static final int NO_COMMIT = 409;
  private static final int UNPROCESSABLE = 422;

  private final String host;
  private final GitHubConnections connections;
  private final Path temporary;

  /** A fetcher that unpacks below {@code temporary}, which exists. */
  public GitHubSourceFetcher(GitHubConfig config, Path temporary, InstantSource clock) {
    this(config, temporary, clock, Thread::sleep);
  }

  /** As above; {@code pause} is how a thread rests between two tries. */
  public GitHubSourceFetcher(
      GitHubConfig config, Path temporary, InstantSource clock, Pause pause) {
    this(config, temporary, new GitHubConnections(config, clock, pause));
  }

  GitHubSourceFetcher(GitHubConfig config, Path temporary, GitHubConnections connections) {
    this.host = config.host();
    this.connections = connections;
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
        .request(path, rest -> resolve(rest, "/repos/" + path, ref))
        .orElseThrow(
            () ->
                notFound(
                    ref.isEmpty()
                        ? "The repository has no commit yet."
                        : "The repository has no branch, tag or commit " + ref + "."));
  }

  private static Optional<Resolved> resolve(Rest rest, String repository, String ref)
      throws IOException {
    if (ref.isEmpty()) {
      String branch = rest.get(repository).path("default_branch").asText();
      return head(rest, repository, "heads/" + branch).map(commit -> new Resolved(commit, branch));
    }
    Optional<Commit> branch = head(rest, repository, "heads/" + ref);
    Optional<Commit> named = branch.isPresent() ? branch : head(rest, repository, "tags/" + ref);
    return named.isPresent()
        ? named.map(commit -> new Resolved(commit, ref))
        : completed(rest, repository, ref);
  }

  /* A tag may name a tag object, which names the commit. */
  private static Optional<Commit> head(Rest rest, String repository, String ref)
      throws IOException {
    Optional<JsonNode> found;
    try {
      found = rest.find(repository + "/git/ref/" + Rest.encodedPath(ref));
    } catch (HttpException e) {
      return absent(e, NO_COMMIT);
    }
    if (found.filter(node -> node.path("ref").asText().equals("refs/" + ref)).isEmpty()) {
      return Optional.empty();
    }
    JsonNode object = found.get().path("object");
    for (int depth = 0; type(object).equals("tag") && depth < MAX_TAGS; depth++) {
      object = rest.get(repository + "/git/tags/" + sha(object)).path("object");
    }
    return type(object).equals("commit") ? Optional.of(new Commit(sha(object))) : Optional.empty();
  }

  private static String type(JsonNode object) {
    return object.path("type").asText();
  }

  private static String sha(JsonNode object) {
    return object.path("sha").asText();
  }

  private static Optional<Resolved> completed(Rest rest, String repository, String id)
      throws IOException {
    if (!COMMIT.matcher(id).matches()) {
      return Optional.empty();
    }
    Optional<String> commit;
    try {
      commit = rest.find(repository + "/commits/" + id).map(GitHubSourceFetcher::sha);
    } catch (HttpException e) {
      return absent(e, UNPROCESSABLE);
    }
    if (commit.filter(found -> found.startsWith(id)).isEmpty()) {
      return Optional.empty();
    }
    JsonNode heads = rest.get(repository + "/commits/" + commit.get() + "/branches-where-head");
    return Optional.of(new Resolved(new Commit(commit.get()), heads.path(0).path("name").asText()));
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

  /* Of a commit that does not follow, GitHub tells the difference to their common ancestor. */
  @Override
  public Optional<Set<String>> changes(Repository repository, Commit from, Commit to) {
    RepositoryPath path = path(repository);
    return connections.ask(
        path,
        github -> {
          GHCompare compared = repository(github, path).getCompare(from.id(), to.id());
          boolean follows =
              compared.getStatus() == GHCompare.Status.ahead
                  || compared.getStatus() == GHCompare.Status.identical;
          GHCommit.File[] files = compared.getFiles();
          return follows && files.length < MAX_COMPARED
              ? Optional.of(names(files))
              : Optional.empty();
        });
  }

  private static Set<String> names(GHCommit.File[] files) {
    return Stream.of(files)
        .flatMap(file -> Stream.of(file.getFileName(), file.getPreviousFilename()))
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
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
