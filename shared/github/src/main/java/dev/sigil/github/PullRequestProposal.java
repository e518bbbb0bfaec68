package dev.sigil.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.codehost.CoveredRepositories.Addition;
import dev.sigil.core.codehost.CoveredRepositories.Covered;
import dev.sigil.core.codehost.CoveredRepositories.Proposal;
import dev.sigil.core.json.Json;
import dev.sigil.core.source.Commit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.kohsuke.github.HttpException;

/**
 * A file proposed by a pull request. Each step looks first whether it is done, so that a call that
 * was cut short is finished by the next; nothing is ever forced or written over.
 */
final class PullRequestProposal {
  private static final Map<String, String> WRITING =
      Map.of("contents", "write", "pull_requests", "write");
  private static final int UNPROCESSABLE = 422;

  private final GitHubConnections connections;
  private final long installation;
  private final String path;

  PullRequestProposal(GitHubConnections connections, long installation, String path) {
    this.connections = connections;
    this.installation = installation;
    this.path = path;
  }

  Proposal propose(Covered repository, Addition addition) {
    String owner = repository.fullName().substring(0, repository.fullName().indexOf('/'));
    return connections.request(
        installation,
        WRITING,
        repository.fullName(),
        rest -> {
          Optional<Proposal> earlier = find(rest, owner, addition);
          if (earlier.isPresent()) {
            return earlier.get();
          }
          branch(rest, repository, addition);
          file(rest, addition);
          return open(rest, owner, repository, addition);
        });
  }

  private Optional<Proposal> find(Rest rest, String owner, Addition addition) throws IOException {
    JsonNode found =
        rest.get(
            path
                + "/pulls?state=all&per_page=1&head="
                + Rest.encoded(owner + ":" + addition.branch()));
    return found.isEmpty() ? Optional.empty() : Optional.of(proposal(found.get(0), false));
  }

  private void branch(Rest rest, Covered repository, Addition addition) throws IOException {
    if (GitHubCoveredRepositories.head(rest, path, addition.branch()).isPresent()) {
      return;
    }
    Commit head =
        GitHubCoveredRepositories.head(rest, path, repository.defaultBranch())
            .orElseThrow(
                () ->
                    new SigilException(
                        ErrorCode.CONFLICT,
                        "The repository has no commit yet.",
                        "Push a first commit, then ask again."));
    ObjectNode ref =
        Json.object().put("ref", "refs/heads/" + addition.branch()).put("sha", head.id());
    rest.send("POST", path + "/git/refs", ref);
  }

  private void file(Rest rest, Addition addition) throws IOException {
    String file = path + "/contents/" + Rest.encodedPath(addition.path());
    if (rest.find(file + "?ref=" + Rest.encoded(addition.branch())).isPresent()) {
      return;
    }
    rest.send(
        "PUT",
        file,
        Json.object()
            .put("message", addition.title())
            .put(
                "content",
                Base64.getEncoder()
                    .encodeToString(addition.content().getBytes(StandardCharsets.UTF_8)))
            .put("branch", addition.branch()));
  }

  /* Of two that ask at once GitHub refuses the second; the first one's is the answer to both. */
  private Proposal open(Rest rest, String owner, Covered repository, Addition addition)
      throws IOException {
    ObjectNode request =
        Json.object()
            .put("title", addition.title())
            .put("head", addition.branch())
            .put("base", repository.defaultBranch())
            .put("body", addition.description());
    try {
      return proposal(rest.send("POST", path + "/pulls", request), true);
    } catch (HttpException e) {
      if (e.getResponseCode() != UNPROCESSABLE) {
        throw e;
      }
      return find(rest, owner, addition).orElseThrow(() -> e);
    }
  }

  private static Proposal proposal(JsonNode pull, boolean created) {
    boolean open = pull.path("state").asText().equals("open");
    boolean merged = !pull.path("merged_at").isNull() && !pull.path("merged_at").isMissingNode();
    return new Proposal(
        pull.path("number").asInt(),
        pull.path("html_url").asText(),
        open ? Proposal.State.OPEN : merged ? Proposal.State.MERGED : Proposal.State.DECLINED,
        created);
  }
}
