package dev.sigil.github;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kohsuke.github.GHFileNotFoundException;
import org.kohsuke.github.GitHub;
import org.kohsuke.github.GitHubBuilder;
import org.kohsuke.github.HttpException;
import org.kohsuke.github.authorization.AuthorizationProvider;
import org.kohsuke.github.extras.HttpClientGitHubConnector;

/**
 * Calls GitHub for a repository: with a token of the installation that covers it, else without any,
 * which public repositories allow. Thread-safe.
 */
final class GitHubConnections {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final GitHubConfig config;
  private final HttpClientGitHubConnector connector;
  private final @Nullable Installations installations;

  GitHubConnections(GitHubConfig config, InstantSource clock) {
    this.config = config;
    this.connector =
        new HttpClientGitHubConnector(
            HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build());
    GitHubConfig.App app = config.app();
    this.installations =
        app == null ? null : new Installations(connect(new AppToken(app, clock)), clock);
  }

  /** What is asked of GitHub. */
  @FunctionalInterface
  interface Question<T> {
    T ask(GitHub github) throws IOException;
  }

  /**
   * Asks, once more when GitHub does not take a token that it gave out before.
   *
   * @throws SigilException {@code SOURCE_NOT_FOUND} when there is no such thing for us
   * @throws TransientException when GitHub cannot answer now
   */
  <T> T ask(RepositoryPath repository, Question<T> question) {
    try {
      try {
        return question.ask(authorized(repository));
      } catch (HttpException e) {
        if (e.getResponseCode() != 401 || installations == null) {
          throw e;
        }
        installations.forget(repository);
        return question.ask(authorized(repository));
      }
    } catch (IOException e) {
      throw failure(repository, e);
    }
  }

  private GitHub authorized(RepositoryPath repository) throws IOException {
    Optional<String> token =
        installations == null ? Optional.empty() : installations.token(repository);
    return connect(
        token
            .<AuthorizationProvider>map(t -> () -> "Bearer " + t)
            .orElse(AuthorizationProvider.ANONYMOUS));
  }

  private GitHub connect(AuthorizationProvider authorization) {
    try {
      return new GitHubBuilder()
          .withEndpoint(config.api().toString())
          .withConnector(connector)
          .withAuthorizationProvider(authorization)
          .withRateLimitHandler(LimitedException.RATE)
          .withAbuseLimitHandler(LimitedException.SECONDARY)
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RuntimeException failure(RepositoryPath repository, IOException e) {
    if (e instanceof GHFileNotFoundException) {
      return notFound(repository);
    }
    if (limited(e)) {
      return new TransientException(String.valueOf(limit(e).getMessage()), e);
    }
    return e instanceof HttpException refused
        ? refusal(repository, refused)
        : new TransientException("GitHub could not be reached", e);
  }

  /* GitHub hides what one may not see: 404, and at times 403. 409 is a repository without commits. */
  private static RuntimeException refusal(RepositoryPath repository, HttpException e) {
    return switch (e.getResponseCode()) {
      case 403, 404, 409, 410, 422, 451 -> notFound(repository);
      default -> new TransientException("GitHub answered with status " + e.getResponseCode(), e);
    };
  }

  private static boolean limited(Throwable e) {
    return e instanceof LimitedException || (e.getCause() != null && limited(e.getCause()));
  }

  private static Throwable limit(Throwable e) {
    return e instanceof LimitedException || e.getCause() == null ? e : limit(e.getCause());
  }

  static SigilException notFound(RepositoryPath repository) {
    return new SigilException(
        ErrorCode.SOURCE_NOT_FOUND,
        "GitHub has no such thing in " + repository + ", or Sigil may not read it.");
  }
}
