package dev.sigil.core.build;

import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.Repository;

/**
 * Turns a commit and its plan into an {@link Artifact}. Builds run strangers' code: without access
 * to the platform's secrets, bounded in time, memory and disk. Thread-safe.
 *
 * <p>A build outlives the call that started it. Its outcome arrives as a {@link
 * dev.sigil.core.event.BuildFinished} event, also after a crash of the platform.
 */
public interface ImageBuilder {
  /**
   * Starts the build of a release. Submitting the same release again starts nothing new; if its
   * build has finished, the outcome is published again.
   */
  void submit(BuildRequest request);

  /** Stops a build whose outcome nobody wants any more; does nothing when there is none. */
  void cancel(ReleaseId release);

  /** Deletes what the builds of a deployment left behind: artifacts, caches, logs. */
  void deleteAll(DeploymentId deployment);

  /** Everything a build needs. {@code dockerfile} is the rendered text of the plan. */
  record BuildRequest(
      WorkspaceId workspace,
      DeploymentId deployment,
      ReleaseId release,
      Repository repository,
      Commit commit,
      BuildPlan plan,
      String dockerfile) {}
}
