package dev.sigil.github;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.kohsuke.github.GitHubAbuseLimitHandler;
import org.kohsuke.github.GitHubRateLimitHandler;
import org.kohsuke.github.connector.GitHubConnectorResponse;

/** GitHub asks to be left alone for a while; waiting is delivery's business, not a thread's. */
final class LimitedException extends IOException {
  private static final long serialVersionUID = 1;

  static final GitHubRateLimitHandler RATE =
      new GitHubRateLimitHandler() {
        @Override
        public void onError(GitHubConnectorResponse response) throws IOException {
          throw of(response);
        }
      };
  static final GitHubAbuseLimitHandler SECONDARY =
      new GitHubAbuseLimitHandler() {
        @Override
        public void onError(GitHubConnectorResponse response) throws IOException {
          throw of(response);
        }
      };

  private LimitedException(String message) {
    super(message);
  }

  private static LimitedException of(GitHubConnectorResponse response) {
    return new LimitedException(
        "GitHub's rate limit is reached"
            + until(response.header("Retry-After"), " for ", " s")
            + until(response.header("X-RateLimit-Reset"), ", reset at ", ""));
  }

  private static String until(@Nullable String header, String before, String after) {
    return header != null && header.matches("\\d{1,12}") ? before + header + after : "";
  }
}
