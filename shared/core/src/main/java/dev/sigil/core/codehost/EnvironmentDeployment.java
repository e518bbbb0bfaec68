package dev.sigil.core.codehost;

import dev.sigil.core.source.Commit;
import org.jspecify.annotations.Nullable;

/**
 * A commit's way into an environment.
 *
 * @param number the host's, when an earlier call returned it
 * @param key identifies it among the deployments of its commit
 * @param environment such as {@code production}
 * @param temporary whether the environment goes away again
 * @param url where the environment answers
 * @param logUrl where its whole story is
 * @param description one line, cut at 140 characters
 */
public record EnvironmentDeployment(
    Commit commit,
    @Nullable Long number,
    String key,
    String environment,
    boolean temporary,
    State state,
    @Nullable String url,
    @Nullable String logUrl,
    String description) {
  private static final int MAX_DESCRIPTION = 140;

  public EnvironmentDeployment {
    description =
        description.length() > MAX_DESCRIPTION
            ? description.substring(0, MAX_DESCRIPTION - 1) + "…"
            : description;
  }

  /** Where it stands. */
  public enum State {
    QUEUED,
    IN_PROGRESS,
    SUCCESS,
    FAILURE,
    /** It serves no more, or never will. */
    INACTIVE
  }
}
