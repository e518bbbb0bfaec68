package dev.sigil.github;

import dev.sigil.core.codehost.CodeHost;
import dev.sigil.core.codehost.CoveredRepositories;
import dev.sigil.core.codehost.PullRequests;
import dev.sigil.core.codehost.Reports;
import dev.sigil.core.source.Repository;
import java.time.InstantSource;

/** GitHub, as the App that is configured. Thread-safe. */
public final class GitHubCodeHost implements CodeHost {
  private final String host;
  private final GitHubReports reports;
  private final GitHubPullRequests pullRequests;
  private final GitHubCoveredRepositories repositories;

  GitHubCodeHost(GitHubConfig config, GitHubConnections connections) {
    this.host = config.host();
    GitHubRequests requests = new GitHubRequests(config.host(), connections);
    this.reports = new GitHubReports(requests);
    this.pullRequests = new GitHubPullRequests(requests);
    this.repositories = new GitHubCoveredRepositories(connections);
  }

  /** GitHub; without an App there is nothing that it may do. */
  public static CodeHost of(GitHubConfig config, InstantSource clock) {
    return of(config, clock, Thread::sleep);
  }

  /** As above; {@code pause} is how a thread rests between two tries. */
  public static CodeHost of(GitHubConfig config, InstantSource clock, Pause pause) {
    return config.app() == null
        ? CodeHost.NONE
        : new GitHubCodeHost(config, new GitHubConnections(config, clock, pause));
  }

  @Override
  public boolean covers(Repository repository) {
    return RepositoryPath.of(repository, host).isPresent();
  }

  @Override
  public Reports reports() {
    return reports;
  }

  @Override
  public PullRequests pullRequests() {
    return pullRequests;
  }

  @Override
  public CoveredRepositories repositories() {
    return repositories;
  }
}
