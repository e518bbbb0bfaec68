package dev.sigil.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.codehost.PullRequests;
import dev.sigil.core.json.Json;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.Repository;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Comments on GitHub's pull requests, and who may write. Thread-safe. */
final class GitHubPullRequests implements PullRequests {
  private static final Map<String, String> COMMENTING = Map.of("pull_requests", "write");
  private static final Map<String, String> READING = Map.of("metadata", "read");
  private static final Map<String, String> LOOKING = Map.of("pull_requests", "read");
  private static final Set<String> WRITERS = Set.of("admin", "write");

  private static final int PAGE = 100;

  /** The comment is written early, or a pull request has thousands. */
  private static final int MAX_PAGES = 20;

  /** GitHub tells no more files of a pull request than these. */
  private static final int MAX_FILES = 3_000;

  private final GitHubRequests github;

  GitHubPullRequests(GitHubRequests github) {
    this.github = github;
  }

  @Override
  public long comment(
      Repository repository, int pullRequest, String marker, String text, @Nullable Long number) {
    ObjectNode body = Json.object().put("body", marker + "\n" + text);
    return github.ask(
        repository,
        COMMENTING,
        (rest, path) -> {
          Optional<Long> known =
              number == null ? Optional.empty() : change(rest, path, number, body);
          if (known.isPresent()) {
            return known.get();
          }
          String comments = path + "/issues/" + pullRequest + "/comments";
          Optional<Long> found = find(rest, comments, marker);
          return found.isPresent()
              ? change(rest, path, found.get(), body).orElse(found.get())
              : rest.send("POST", comments, body).path("id").asLong();
        });
  }

  /* Empty when somebody deleted it. */
  private static Optional<Long> change(Rest rest, String path, long number, ObjectNode body)
      throws IOException {
    try {
      return Optional.of(
          rest.send("PATCH", path + "/issues/comments/" + number, body).path("id").asLong());
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /* A person who writes the marker does not get the App to write over what the person wrote. */
  private static Optional<Long> find(Rest rest, String comments, String marker) throws IOException {
    for (int page = 1; page <= MAX_PAGES; page++) {
      JsonNode some = rest.get(comments + "?per_page=" + PAGE + "&page=" + page);
      for (JsonNode comment : some) {
        boolean own = comment.at("/user/type").asText().equals("Bot");
        if (own && comment.path("body").asText().startsWith(marker)) {
          return Optional.of(comment.path("id").asLong());
        }
      }
      if (some.size() < PAGE) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<PullRequest> find(Repository repository, int pullRequest) {
    return github.ask(
        repository,
        LOOKING,
        (rest, path) ->
            rest.find(path + "/pulls/" + pullRequest)
                .map(
                    found ->
                        new PullRequest(
                            found.path("state").asText().equals("open"),
                            found.path("merged").asBoolean(),
                            found.path("draft").asBoolean(),
                            new Commit(found.at("/head/sha").asText()))));
  }

  @Override
  public Optional<Set<String>> files(Repository repository, int pullRequest) {
    return github.ask(
        repository, LOOKING, (rest, path) -> files(rest, path + "/pulls/" + pullRequest));
  }

  private static Optional<Set<String>> files(Rest rest, String pull) throws IOException {
    Set<String> files = new HashSet<>();
    for (int page = 1; page <= MAX_FILES / PAGE; page++) {
      JsonNode some = rest.get(pull + "/files?per_page=" + PAGE + "&page=" + page);
      for (JsonNode file : some) {
        files.add(file.path("filename").asText());
        if (file.has("previous_filename")) {
          files.add(file.path("previous_filename").asText());
        }
      }
      if (some.size() < PAGE) {
        return Optional.of(Set.copyOf(files));
      }
    }
    return Optional.empty();
  }

  @Override
  public boolean mayWrite(Repository repository, String login) {
    return github.ask(
        repository,
        READING,
        (rest, path) ->
            rest.find(path + "/collaborators/" + Rest.encoded(login) + "/permission")
                .filter(found -> WRITERS.contains(found.path("permission").asText()))
                .isPresent());
  }
}
