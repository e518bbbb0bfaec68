package dev.sigil.github;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.source.Repository;
import java.io.IOException;
import java.util.Map;
import org.kohsuke.github.HttpException;

/** Asks GitHub about a repository, with a token that can do no more than is asked. Thread-safe. */
final class GitHubRequests {
  private final String host;
  private final GitHubConnections connections;

  GitHubRequests(String host, GitHubConnections connections) {
    this.host = host;
    this.connections = connections;
  }

  /** What is asked, of the repository at {@code path} in the API. */
  @FunctionalInterface
  interface Question<T> {
    T ask(Rest rest, String path) throws IOException;
  }

  boolean covers(Repository repository) {
    return RepositoryPath.of(repository, host).isPresent();
  }

  /**
   * Asks.
   *
   * @throws SigilException {@code FORBIDDEN} when the account has not granted the permissions,
   *     {@code SOURCE_NOT_FOUND} when there is no such thing for us
   * @throws dev.sigil.core.TransientException when GitHub cannot answer now
   */
  <T> T ask(Repository repository, Map<String, String> permissions, Question<T> question) {
    RepositoryPath path =
        RepositoryPath.of(repository, host)
            .orElseThrow(() -> GitHubConnections.notFound(repository.url()));
    return connections.request(
        path,
        permissions,
        rest -> {
          try {
            return question.ask(rest, "/repos/" + path);
          } catch (HttpException e) {
            if (e.getResponseCode() == 403) {
              throw forbidden(path.toString(), permissions);
            }
            throw e;
          }
        });
  }

  static SigilException forbidden(String subject, Map<String, String> permissions) {
    return new SigilException(
        ErrorCode.FORBIDDEN,
        "GitHub does not let Sigil have " + permissions + " on " + subject + ".",
        "Accept the App's permissions in the settings of its installation.");
  }
}
