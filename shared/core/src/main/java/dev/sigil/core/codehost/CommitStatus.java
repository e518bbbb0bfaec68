package dev.sigil.core.codehost;

import dev.sigil.core.source.Commit;
import org.jspecify.annotations.Nullable;

/**
 * A commit's status: the least that every account grants. A later one of the same context takes the
 * place of the one before.
 *
 * @param context who says it
 * @param description one line, cut at 140 characters
 */
public record CommitStatus(
    Commit commit, String context, State state, String description, @Nullable String url) {
  private static final int MAX_DESCRIPTION = 140;

  public CommitStatus {
    description =
        description.length() > MAX_DESCRIPTION
            ? description.substring(0, MAX_DESCRIPTION - 1) + "…"
            : description;
  }

  /** What a status says. */
  public enum State {
    PENDING,
    SUCCESS,
    FAILURE,
    ERROR
  }
}
