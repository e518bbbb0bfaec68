package dev.sigil.core.deploy;

import dev.sigil.core.build.Visibility;
import dev.sigil.core.deploy.Deployment.Head;
import dev.sigil.core.deploy.Deployment.State;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.source.Commit;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What changes of a deployment from release to release.
 *
 * @param releases how many releases it has had
 * @param head its newest release and the push behind it; older ones may not go live any more
 * @param live the release that serves
 * @param visibility of the live release; {@code PRIVATE} until there is one
 * @param seen the newest commit that changed nothing of it, when that is newer than its head
 * @param detached why no event of its source reaches it; null while they do
 * @param dueAt when the platform next brings the runtime to what this says; null when it does
 */
public record Standing(
    State state,
    Visibility visibility,
    int releases,
    @Nullable Head head,
    @Nullable ReleaseId live,
    @Nullable Commit seen,
    @Nullable Detachment detached,
    @Nullable Instant dueAt) {
  static final Standing NEW =
      new Standing(State.ACTIVE, Visibility.PRIVATE, 0, null, null, null, null, null);

  /** The commit that the server is up to date with, once its head is live. */
  public @Nullable Commit base() {
    return seen != null || head == null ? seen : head.push().after();
  }

  Standing releasing(@Nullable Head newest) {
    Commit kept = Objects.equals(newest, head) ? seen : null;
    return new Standing(state, visibility, releases + 1, newest, live, kept, detached, dueAt);
  }

  Standing serving(ReleaseId release, Visibility visible) {
    return new Standing(state, visible, releases, head, release, seen, detached, dueAt);
  }

  Standing seenAs(Visibility visible) {
    return new Standing(state, visible, releases, head, live, seen, detached, dueAt);
  }

  Standing seeing(Commit commit) {
    return new Standing(state, visibility, releases, head, live, commit, detached, dueAt);
  }

  Standing asked(State wish) {
    Detachment now = detached == null ? null : detached.paused(false);
    boolean pending = detached != null && !detached.paused();
    return with(wish, now, pending ? dueAt : null);
  }

  Standing detached(Detachment lost, Instant due) {
    if (state == State.DELETING || (detached != null && detached.outlasts(lost))) {
      return this;
    }
    if (!lost.reason().pauses()) {
      return with(state, lost, dueAt);
    }
    boolean paused = detached != null && detached.paused();
    boolean counting = detached != null && detached.reason().pauses();
    return with(state, lost.paused(paused), paused || counting ? dueAt : due);
  }

  Standing attached(Instant at, Instant now) {
    if (detached == null || at.isBefore(detached.since())) {
      return this;
    }
    return detached.paused() && state == State.PAUSED
        ? with(State.ACTIVE, null, now)
        : with(state, null, null);
  }

  Standing due() {
    return detached != null && detached.reason().pauses() && state == State.ACTIVE
        ? with(State.PAUSED, detached.paused(true), dueAt)
        : this;
  }

  Standing settled() {
    return with(state, detached, null);
  }

  private Standing with(State next, @Nullable Detachment lost, @Nullable Instant due) {
    return new Standing(next, visibility, releases, head, live, seen, lost, due);
  }
}
