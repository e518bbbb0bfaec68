package dev.sigil.core.codehost;

import dev.sigil.core.source.Repository;

/** The host that people keep their repositories at, such as GitHub. Thread-safe. */
public interface CodeHost {
  /** Where none is configured: it covers nothing, and refuses with {@code NOT_FOUND}. */
  CodeHost NONE = new NoCodeHost();

  /** Whether it can be asked about a repository at all, judged by the address alone. */
  boolean covers(Repository repository);

  /** What it shows beside commits. */
  Reports reports();

  /** Its pull requests. */
  PullRequests pullRequests();

  /** What installations of the App cover. */
  CoveredRepositories repositories();
}
