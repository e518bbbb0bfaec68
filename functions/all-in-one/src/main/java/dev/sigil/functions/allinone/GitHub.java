package dev.sigil.functions.allinone;

import dev.sigil.core.codehost.CodeHost;
import dev.sigil.core.codehost.HookDeliveries;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.Repository;
import dev.sigil.core.source.SourceFetcher;
import dev.sigil.core.source.SourceLimits;
import dev.sigil.core.source.SourceTree;
import dev.sigil.embedded.RemoteHost;
import dev.sigil.github.GitHubCodeHost;
import dev.sigil.github.GitHubConfig;
import dev.sigil.github.GitHubHookDeliveries;
import dev.sigil.github.GitHubSourceFetcher;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** GitHub for a platform on one machine, by the adapters that run on Google Cloud. */
final class GitHub {
  private GitHub() {}

  /** What the App does; nothing where none is configured, and repositories are read with git. */
  static RemoteHost of(GitHubConfig config, Path temporary, InstantSource clock) {
    GitHubConfig.App app = config.app();
    if (app == null) {
      return RemoteHost.NONE;
    }
    CodeHost host = GitHubCodeHost.of(config, clock);
    HookDeliveries deliveries = new GitHubHookDeliveries(config.api(), app, clock);
    SourceFetcher fetcher = new GitHubSourceFetcher(config, temporary, clock);
    return new RemoteHost(host, deliveries, git -> new Sources(host, fetcher, git));
  }

  /* The App sees hidden repositories, which git would need somebody's password for. */
  private record Sources(CodeHost host, SourceFetcher github, SourceFetcher git)
      implements SourceFetcher {
    @Override
    public Resolved resolve(Repository repository, String ref) {
      return of(repository).resolve(repository, ref);
    }

    @Override
    public SourceTree fetch(Repository repository, Commit commit, SourceLimits limits) {
      return of(repository).fetch(repository, commit, limits);
    }

    @Override
    public Optional<Set<String>> changes(Repository repository, Commit from, Commit to) {
      return of(repository).changes(repository, from, to);
    }

    private SourceFetcher of(Repository repository) {
      return host.covers(repository) ? github : git;
    }
  }
}
