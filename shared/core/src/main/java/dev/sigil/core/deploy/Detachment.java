package dev.sigil.core.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/**
 * Why the events of its source do not reach a deployment any more. It serves on; where the reason
 * is a lost grant, for a time of grace only.
 *
 * @param since when it was lost, by the code host's clock
 * @param paused whether the platform paused the server for it, and resumes it when the source is
 *     back
 */
public record Detachment(Reason reason, Instant since, boolean paused) {
  /** What became of the source. */
  public enum Reason {
    @JsonProperty("uninstalled")
    UNINSTALLED(true, "the GitHub App was uninstalled"),
    @JsonProperty("suspended")
    SUSPENDED(true, "the GitHub App is suspended"),
    /** Taken out of the repositories that the App may see. */
    @JsonProperty("repository-removed")
    REPOSITORY_REMOVED(true, "the GitHub App may not see the repository any more"),
    /** It belongs to another account now, and so to another tenant. */
    @JsonProperty("repository-transferred")
    REPOSITORY_TRANSFERRED(true, "the repository was transferred to another account"),
    @JsonProperty("repository-deleted")
    REPOSITORY_DELETED(true, "the repository was deleted"),
    /** Read-only; whoever archived it did not ask for its servers to stop. */
    @JsonProperty("repository-archived")
    REPOSITORY_ARCHIVED(false, "the repository is archived"),
    /** Merged and cleaned up, perhaps; a branch of that name brings it back. */
    @JsonProperty("branch-deleted")
    BRANCH_DELETED(false, "the branch was deleted");

    private final boolean pauses;
    private final String text;

    Reason(boolean pauses, String text) {
      this.pauses = pauses;
      this.text = text;
    }

    /** Whether the server is paused after the grace. */
    public boolean pauses() {
      return pauses;
    }

    /** For people, as the end of a sentence. */
    public String text() {
      return text;
    }
  }

  Detachment paused(boolean value) {
    return new Detachment(reason, since, value);
  }

  /** Whether this stays although {@code other} is told: it came later, or weighs more. */
  boolean outlasts(Detachment other) {
    return reason.pauses() == other.reason.pauses() ? !other.since.isAfter(since) : reason.pauses();
  }
}
