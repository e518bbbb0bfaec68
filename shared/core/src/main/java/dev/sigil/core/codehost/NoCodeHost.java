package dev.sigil.core.codehost;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.source.Repository;

/** No code host: it says so. */
final class NoCodeHost implements CodeHost {
  @Override
  public boolean covers(Repository repository) {
    return false;
  }

  @Override
  public Reports reports() {
    throw absent();
  }

  @Override
  public PullRequests pullRequests() {
    throw absent();
  }

  @Override
  public CoveredRepositories repositories() {
    throw absent();
  }

  private static SigilException absent() {
    return new SigilException(
        ErrorCode.NOT_FOUND,
        "GitHub is not configured here.",
        "Ask the operator to create a GitHub App with `scripts/create-github-app`.");
  }
}
