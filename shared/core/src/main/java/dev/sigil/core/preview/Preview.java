package dev.sigil.core.preview;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.PreviewOf;
import dev.sigil.core.deploy.Push;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.Repository;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of one pull request's preview of one deployment. Its server is a deployment of the
 * same id, which exists only while the preview runs.
 *
 * @param request names the pull request among all, see {@link PullRequestEvent}
 * @param repository where the pull request was when it was first noted
 * @param author who opened the pull request
 * @param head the pull request's newest commit
 * @param headAt when that became so, by the code host's clock
 * @param seenAt of the newest event that was taken over, by the code host's clock
 * @param ending why it is to be removed; null while it may run
 * @param removed whether nothing of it is left but this
 * @param approval the last one of a fork's commit
 * @param full why it may not run although it is wanted; null unless it had to wait for others
 * @param activeAt of the last commit or approval, by our clock
 * @param dueAt when the platform looks at it again by itself; null when all is done
 * @param expires when it may be forgotten; null while it must not be
 */
public record Preview(
    DeploymentId id,
    DeploymentId parent,
    WorkspaceId workspace,
    Repository repository,
    String request,
    int number,
    boolean fork,
    String author,
    Commit head,
    Instant headAt,
    Instant seenAt,
    @Nullable Ending ending,
    boolean removed,
    @Nullable Approval approval,
    @Nullable String full,
    Showing showing,
    Turn turn,
    Instant createdAt,
    Instant activeAt,
    @Nullable Instant dueAt,
    @Nullable Instant expires) {

  /** What the key of its check at the code host begins with, before its id. */
  public static final String KEY = "preview-";

  /** Names the button of that check. */
  public static final String APPROVE = "approve-preview";

  static Preview of(Deployment parent, PullRequestEvent seen, Instant now) {
    return new Preview(
        PreviewOf.id(parent.id(), seen.number()),
        parent.id(),
        parent.workspace(),
        parent.repository(),
        seen.request(),
        seen.number(),
        seen.fork(),
        seen.author(),
        seen.head(),
        seen.at(),
        seen.at(),
        seen.ending(),
        seen.ending() != null,
        null,
        null,
        Showing.NONE,
        Turn.FREE,
        now,
        now,
        null,
        null);
  }

  /** Whether a stranger's commit waits for somebody's word. */
  @JsonIgnore
  public boolean waits() {
    return ending == null && !allowed();
  }

  /** What its server is made for. */
  @JsonIgnore
  public PreviewOf origin() {
    return new PreviewOf(parent, number, fork);
  }

  /** Whether its head may be scanned, built and run. */
  @JsonIgnore
  public boolean allowed() {
    return !fork || (approval != null && approval.verified() && approval.commit().equals(head));
  }

  /** The push that its head is. */
  @JsonIgnore
  public Push push() {
    return new Push(Commit.NONE, head, headAt, "Pull request #" + number, author);
  }

  /**
   * Whether a later event, or a stronger one of the same second, was taken over before. A pull
   * request keeps the repository that its commits come from: what says otherwise starts nothing.
   */
  boolean outlasts(PullRequestEvent seen) {
    if (seen.ending() == null && seen.fork() != fork) {
      return true;
    }
    boolean over = ending != null && ending.ofPullRequest();
    boolean beaten = over && seen.ending() == null && !seen.revived();
    return seen.at().isBefore(seenAt) || (seen.at().equals(seenAt) && beaten);
  }

  Preview seeing(PullRequestEvent seen, Instant now) {
    if (seen.ending() != null) {
      return with(head, headAt, seen.at(), seen.ending(), removed, approval, full, activeAt);
    }
    boolean moved = !seen.head().equals(head);
    boolean over = ending != null && ending.ofPullRequest();
    boolean again = moved || seen.revived() || over;
    return again
        ? with(seen.head(), seen.at(), seen.at(), null, false, approval, null, now)
        : with(head, headAt, seen.at(), ending, removed, approval, full, activeAt);
  }

  public Preview ending(Ending value) {
    return ending == null
        ? with(head, headAt, seenAt, value, false, approval, full, activeAt)
        : this;
  }

  public Preview approved(Approval value, Instant now) {
    return with(head, headAt, seenAt, ending, removed, value, full, now);
  }

  /** Somebody asked who may not. */
  public Preview unapproved() {
    return with(head, headAt, seenAt, ending, removed, null, full, activeAt);
  }

  public Preview withFull(@Nullable String why) {
    return with(head, headAt, seenAt, ending, removed, approval, why, activeAt);
  }

  /** Nothing is left of its server. */
  public Preview withoutServer() {
    return with(head, headAt, seenAt, ending, true, approval, null, activeAt);
  }

  private Preview with(
      Commit commit,
      Instant commitAt,
      Instant eventAt,
      @Nullable Ending end,
      boolean gone,
      @Nullable Approval word,
      @Nullable String waiting,
      Instant active) {
    return new Preview(
        id,
        parent,
        workspace,
        repository,
        request,
        number,
        fork,
        author,
        commit,
        commitAt,
        eventAt,
        end,
        gone,
        word,
        waiting,
        showing,
        turn,
        createdAt,
        active,
        dueAt,
        expires);
  }

  public Preview withShowing(Showing value) {
    return with(value, turn, dueAt, expires);
  }

  Preview with(Turn next, @Nullable Instant due, @Nullable Instant until) {
    return with(showing, next, due, until);
  }

  private Preview with(Showing shown, Turn next, @Nullable Instant due, @Nullable Instant until) {
    return new Preview(
        id,
        parent,
        workspace,
        repository,
        request,
        number,
        fork,
        author,
        head,
        headAt,
        seenAt,
        ending,
        removed,
        approval,
        full,
        shown,
        next,
        createdAt,
        activeAt,
        due,
        until);
  }
}
