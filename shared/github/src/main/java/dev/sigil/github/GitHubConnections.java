package dev.sigil.github;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kohsuke.github.GitHub;
import org.kohsuke.github.GitHubAbuseLimitHandler;
import org.kohsuke.github.GitHubBuilder;
import org.kohsuke.github.GitHubRateLimitHandler;
import org.kohsuke.github.HttpException;
import org.kohsuke.github.authorization.AuthorizationProvider;

/**
 * Calls GitHub for a repository: with a token of the installation that covers it, else without any,
 * which public repositories allow. Thread-safe.
 */
final class GitHubConnections {
  private static final Duration OUTAGE = Duration.ofMinutes(1);

  private final GitHubConfig config;
  private final InstantSource clock;
  private final CourteousConnector connector;
  private final @Nullable Installations installations;

  GitHubConnections(GitHubConfig config, InstantSource clock, Pause pause) {
    this(config, clock, new CourteousConnector(Patience.DEFAULT, clock, new SecureRandom(), pause));
  }

  GitHubConnections(GitHubConfig config, InstantSource clock, CourteousConnector connector) {
    this.config = config;
    this.clock = clock;
    this.connector = connector;
    GitHubConfig.App app = config.app();
    this.installations = app == null ? null : installations(new AppToken(app, clock), clock);
  }

  private Installations installations(AppToken token, InstantSource clock) {
    return new Installations(connect(token), new Rest(config.api(), connector, token), clock);
  }

  /** What is asked of GitHub. */
  @FunctionalInterface
  interface Question<T> {
    T ask(GitHub github) throws IOException;
  }

  /** What is asked of GitHub without its client library. */
  @FunctionalInterface
  interface Request<T> {
    T ask(Rest rest) throws IOException;
  }

  /**
   * Asks, once more when GitHub does not take a token that it gave out before.
   *
   * @throws SigilException {@code SOURCE_NOT_FOUND} when there is no such thing for us
   * @throws TransientException when GitHub cannot answer now
   */
  <T> T ask(RepositoryPath repository, Question<T> question) {
    return attempt(repository, authorization -> question.ask(connect(authorization)));
  }

  /** As {@link #ask}. */
  <T> T request(RepositoryPath repository, Request<T> request) {
    return attempt(
        repository, authorization -> request.ask(new Rest(config.api(), connector, authorization)));
  }

  /**
   * Asks as an installation.
   *
   * @param permissions all that is needed, such as {@code contents} to {@code read}
   * @param subject what a person reads when there is no such thing
   */
  <T> T request(
      long installation, Map<String, String> permissions, String subject, Request<T> request) {
    if (installations == null) {
      throw new SigilException(
          ErrorCode.NOT_FOUND, "GitHub is not configured here.", "Ask the operator to set it up.");
    }
    try {
      try {
        return asking(installation, permissions, request);
      } catch (HttpException e) {
        if (e.getResponseCode() != 401) {
          throw e;
        }
        installations.forget(installation, permissions);
        return asking(installation, permissions, request);
      }
    } catch (IOException e) {
      throw failure(subject, e);
    }
  }

  /** Asks as the installation that covers a repository. */
  <T> T request(RepositoryPath repository, Map<String, String> permissions, Request<T> request) {
    return request(installation(repository), permissions, repository.toString(), request);
  }

  private long installation(RepositoryPath repository) {
    try {
      Optional<Long> found =
          installations == null ? Optional.empty() : installations.of(repository);
      return found.orElseThrow(() -> notFound(repository.toString()));
    } catch (IOException e) {
      throw failure(repository.toString(), e);
    }
  }

  /** Whether the repository is one of the installation's. */
  boolean covers(long installation, String subject, String path) {
    if (installations == null) {
      return false;
    }
    try {
      return installations.of(path).filter(found -> found == installation).isPresent();
    } catch (IOException e) {
      throw failure(subject, e);
    }
  }

  private <T> T asking(long installation, Map<String, String> permissions, Request<T> request)
      throws IOException {
    String token = Objects.requireNonNull(installations).token(installation, permissions);
    return request.ask(new Rest(config.api(), connector, () -> "Bearer " + token));
  }

  private interface Attempt<T> {
    T with(AuthorizationProvider authorization) throws IOException;
  }

  private <T> T attempt(RepositoryPath repository, Attempt<T> attempt) {
    try {
      try {
        return attempt.with(authorization(repository));
      } catch (HttpException e) {
        if (e.getResponseCode() != 401 || installations == null) {
          throw e;
        }
        installations.forget(repository);
        return attempt.with(authorization(repository));
      }
    } catch (IOException e) {
      throw failure(repository.toString(), e);
    }
  }

  private AuthorizationProvider authorization(RepositoryPath repository) throws IOException {
    Optional<String> token =
        installations == null ? Optional.empty() : installations.token(repository);
    return token
        .<AuthorizationProvider>map(t -> () -> "Bearer " + t)
        .orElse(AuthorizationProvider.ANONYMOUS);
  }

  private GitHub connect(AuthorizationProvider authorization) {
    try {
      return new GitHubBuilder()
          .withEndpoint(config.api().toString())
          .withConnector(connector)
          .withAuthorizationProvider(authorization)
          .withRateLimitHandler(GitHubRateLimitHandler.FAIL)
          .withAbuseLimitHandler(GitHubAbuseLimitHandler.FAIL)
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RuntimeException failure(String subject, IOException e) {
    if (e instanceof FileNotFoundException) {
      return notFound(subject);
    }
    Optional<LimitedException> limit = limit(e);
    if (limit.isPresent()) {
      return new TransientException(
          String.valueOf(limit.get().getMessage()), limit.get().until(), e);
    }
    return e instanceof HttpException refused
        ? refusal(subject, refused)
        : outage("GitHub could not be reached", e);
  }

  /* GitHub hides what one may not see: 404, and at times 403. 409 is a repository without commits. */
  private RuntimeException refusal(String subject, HttpException e) {
    return switch (e.getResponseCode()) {
      case 403, 404, 409, 410, 422, 451 -> notFound(subject);
      default -> outage("GitHub answered with status " + e.getResponseCode(), e);
    };
  }

  private static Optional<LimitedException> limit(@Nullable Throwable e) {
    return e == null || e instanceof LimitedException
        ? Optional.ofNullable((LimitedException) e)
        : limit(e.getCause());
  }

  /* Outages last minutes, and pass. */
  private TransientException outage(String message, IOException e) {
    return new TransientException(message, clock.instant().plus(OUTAGE), e);
  }

  static SigilException notFound(String subject) {
    return new SigilException(
        ErrorCode.SOURCE_NOT_FOUND,
        "GitHub has no such thing in " + subject + ", or Sigil may not read it.");
  }
}
