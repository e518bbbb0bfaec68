package dev.sigil.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.codehost.CoveredRepositories;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.SourcePath;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.kohsuke.github.HttpException;

/** What installations of the GitHub App cover. Reading asks for a token that cannot write. */
final class GitHubCoveredRepositories implements CoveredRepositories {
  private static final Map<String, String> LISTING = Map.of("metadata", "read");
  private static final Map<String, String> READING = Map.of("contents", "read");
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,99}/(?!\\.{1,2}$)[A-Za-z0-9._-]{1,100}");
  private static final int MAX_FILES = 100_000;
  private static final int NO_COMMIT = 409;

  private final GitHubConnections connections;

  GitHubCoveredRepositories(GitHubConnections connections) {
    this.connections = connections;
  }

  @Override
  public Part list(long installation, int page, int size) {
    JsonNode found =
        connections.request(
            installation,
            LISTING,
            "this installation",
            rest -> rest.get("/installation/repositories?per_page=" + size + "&page=" + page));
    List<Covered> repositories = new ArrayList<>();
    found.path("repositories").forEach(repository -> repositories.add(covered(repository)));
    return new Part(repositories, found.path("total_count").asInt());
  }

  /* A public repository of anybody is shown to any token; only the owner's installation covers it. */
  @Override
  public Covered get(long installation, String fullName) {
    String path = path(fullName);
    if (!connections.covers(installation, fullName, path)) {
      throw GitHubConnections.notFound(fullName);
    }
    return covered(connections.request(installation, READING, fullName, rest -> rest.get(path)));
  }

  private static Covered covered(JsonNode repository) {
    return new Covered(
        repository.path("id").asLong(),
        repository.path("full_name").asText(),
        repository.path("clone_url").asText(),
        repository.path("private").asBoolean(),
        repository.path("archived").asBoolean(),
        repository.path("default_branch").asText(),
        instant(repository.path("pushed_at").asText()));
  }

  /* A repository that nobody pushed to has no time. */
  private static Instant instant(String text) {
    return text.matches("\\d{4}-.*") ? Instant.parse(text) : Instant.EPOCH;
  }

  @Override
  public Optional<Commit> head(long installation, String fullName, String branch) {
    return connections.request(
        installation, READING, fullName, rest -> head(rest, path(fullName), branch));
  }

  static Optional<Commit> head(Rest rest, String repository, String branch) throws IOException {
    try {
      return rest.find(repository + "/git/ref/heads/" + Rest.encodedPath(branch))
          .filter(ref -> ref.path("ref").asText().equals("refs/heads/" + branch))
          .map(ref -> new Commit(ref.at("/object/sha").asText()));
    } catch (HttpException e) {
      if (e.getResponseCode() == NO_COMMIT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public Files files(long installation, String fullName, Commit commit) {
    JsonNode tree =
        connections.request(
            installation,
            READING,
            fullName,
            rest -> rest.get(path(fullName) + "/git/trees/" + commit + "?recursive=1"));
    List<File> files = new ArrayList<>();
    for (JsonNode entry : tree.path("tree")) {
      String path = entry.path("path").asText();
      if (entry.path("type").asText().equals("blob")
          && entry.path("mode").asText().startsWith("100")
          && plain(path)
          && files.size() < MAX_FILES) {
        files.add(
            new File(
                path,
                entry.path("size").asLong(),
                entry.path("mode").asText().equals("100755"),
                entry.path("sha").asText()));
      }
    }
    files.sort(Comparator.comparing(File::path));
    boolean whole = !tree.path("truncated").asBoolean() && files.size() < MAX_FILES;
    return new Files(files, whole);
  }

  private static boolean plain(String path) {
    try {
      return SourcePath.normalize(path).equals(path);
    } catch (SigilException e) {
      return false;
    }
  }

  @Override
  public byte[] read(long installation, String fullName, String content, int maxBytes) {
    JsonNode blob =
        connections.request(
            installation,
            READING,
            fullName,
            rest -> rest.get(path(fullName) + "/git/blobs/" + Rest.encoded(content)));
    if (blob.path("size").asLong() > maxBytes) {
      throw new SigilException(
          ErrorCode.SOURCE_TOO_LARGE, "A file is larger than " + maxBytes + " bytes.");
    }
    return Base64.getMimeDecoder().decode(blob.path("content").asText());
  }

  @Override
  public Proposal propose(long installation, Covered repository, Addition addition) {
    return new PullRequestProposal(connections, installation, path(repository.fullName()))
        .propose(repository, addition);
  }

  static String path(String fullName) {
    if (!NAME.matcher(fullName).matches()) {
      throw new SigilException(
          ErrorCode.SOURCE_NOT_FOUND, "GitHub has no repository of this name for Sigil.");
    }
    return "/repos/" + fullName;
  }
}
