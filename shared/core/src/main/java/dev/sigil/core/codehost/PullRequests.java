package dev.sigil.core.codehost;

import dev.sigil.core.source.Repository;
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

  /** Whether a person may push to the repository. */
  boolean mayWrite(Repository repository, String login);
}
