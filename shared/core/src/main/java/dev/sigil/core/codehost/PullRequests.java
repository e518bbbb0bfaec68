package dev.sigil.core.codehost;

import dev.sigil.core.source.Commit;
import dev.sigil.core.source.Repository;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Pull requests. Thread-safe; fails as {@link Reports} does. */
public interface PullRequests {
  /**
   * Writes a comment, or writes over the one that begins with the marker.
   *
   * @param marker first line of the comment, which people do not see
   * @param number the comment's, when an earlier call returned it
   * @return the comment's number
   */
  long comment(
      Repository repository, int pullRequest, String marker, String text, @Nullable Long number);

  /** A pull request as it is now; empty when there is none of that number. */
  Optional<PullRequest> find(Repository repository, int pullRequest);

  /** The files that a pull request changes; empty when there are more than the host tells. */
  Optional<Set<String>> files(Repository repository, int pullRequest);

  /** A pull request. */
  record PullRequest(boolean open, boolean merged, boolean draft, Commit head) {}

  /** Whether a person may push to the repository. */
  boolean mayWrite(Repository repository, String login);
}
