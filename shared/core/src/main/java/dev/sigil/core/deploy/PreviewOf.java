package dev.sigil.core.deploy;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.sigil.core.Digests;
import dev.sigil.core.id.DeploymentId;

/**
 * The pull request that a deployment previews.
 *
 * @param parent the deployment that it would change
 * @param pullRequest its number at the code host, from 1
 * @param fork whether its commits are a stranger's: the preview then sees no secret
 */
public record PreviewOf(DeploymentId parent, int pullRequest, boolean fork) {
  /** The id of the preview's own deployment: one for each pull request and parent. */
  @JsonIgnore
  public DeploymentId id() {
    return id(parent, pullRequest);
  }

  /** As {@link #id()}. */
  public static DeploymentId id(DeploymentId parent, int pullRequest) {
    String[] parts = {parent.value(), "pull request", String.valueOf(pullRequest)};
    return new DeploymentId(Digests.sha256Hex(parts).substring(0, 20));
  }
}
