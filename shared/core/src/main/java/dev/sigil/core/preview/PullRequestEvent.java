package dev.sigil.core.preview;

import dev.sigil.core.source.Commit;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A pull request as an event shows it.
 *
 * @param request names it among all pull requests, also after its repository is renamed
 * @param number its number in the repository
 * @param fork whether its commits come from another repository, or from one that is gone
 * @param head its newest commit
 * @param author who opened it
 * @param at when it was so, by the code host's clock, to the second
 * @param ending why it needs no preview; null when it may have one
 * @param revived whether the event tells that it is open or ready again
 */
public record PullRequestEvent(
    String request,
    int number,
    boolean fork,
    Commit head,
    String author,
    Instant at,
    @Nullable Ending ending,
    boolean revived) {
  /** The same, which ends a preview. */
  public PullRequestEvent endedBy(Ending value) {
    return new PullRequestEvent(request, number, fork, head, author, at, value, false);
  }
}
