package dev.sigil.core.codehost;

import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.id.ReleaseId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a code host was shown of a release.
 *
 * @param check number of the check run
 * @param deployment number of the deployment to an environment
 * @param shown names the state that was shown last
 * @param failures attempts in a row that the host did not take
 * @param missed whether somebody was turned away while another reported
 * @param heldUntil until when one reports and others are turned away; null when nobody does
 * @param dueAt when the platform looks at it again by itself; null when all is said
 * @param farewell what is left to show when the release itself is gone
 */
public record ReleaseReport(
    ReleaseId release,
    @Nullable Long check,
    @Nullable Long deployment,
    @Nullable String shown,
    int failures,
    boolean missed,
    @Nullable Instant heldUntil,
    @Nullable Instant dueAt,
    @Nullable Farewell farewell) {

  /** A deleted server and its release as they were last. */
  public record Farewell(Deployment deployment, Release release) {}

  static ReleaseReport of(ReleaseId release) {
    return new ReleaseReport(release, null, null, null, 0, false, null, null, null);
  }

  ReleaseReport held(Instant until) {
    return with(shown, failures, false, until, until);
  }

  ReleaseReport turnedAway() {
    return with(shown, failures, true, heldUntil, dueAt);
  }

  /** Has to be shown again; a host that asked to be left alone is left alone. */
  ReleaseReport calledUp(Instant now) {
    return with(shown, failures, heldUntil != null, heldUntil, dueAt == null ? now : dueAt);
  }

  ReleaseReport leaving(@Nullable Farewell last) {
    return new ReleaseReport(
        release, check, deployment, shown, failures, missed, heldUntil, dueAt, last);
  }

  /** The host has a check run of it. */
  public ReleaseReport withCheck(long number) {
    return new ReleaseReport(
        release, number, deployment, shown, failures, missed, heldUntil, dueAt, farewell);
  }

  /** The host has a deployment of it. */
  public ReleaseReport withDeployment(long number) {
    return new ReleaseReport(
        release, check, number, shown, failures, missed, heldUntil, dueAt, farewell);
  }

  /** The host has taken the state of that name; looked at again at {@code next}, if at all. */
  public ReleaseReport taken(String state, @Nullable Instant next) {
    return with(state, 0, false, null, next);
  }

  /** The host could not be told; looked at again at {@code next}. */
  public ReleaseReport failed(Instant next) {
    return with(shown, failures + 1, false, null, next);
  }

  private ReleaseReport with(
      @Nullable String state,
      int failed,
      boolean turnedAway,
      @Nullable Instant held,
      @Nullable Instant due) {
    return new ReleaseReport(
        release, check, deployment, state, failed, turnedAway, held, due, farewell);
  }
}
