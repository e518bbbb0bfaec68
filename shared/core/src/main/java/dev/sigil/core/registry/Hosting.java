package dev.sigil.core.registry;

import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.source.Commit;

/**
 * What runs behind a published version.
 *
 * @param release the release that published it last
 * @param commit that release's commit
 * @param catalogue hash of that release's tools, see {@link dev.sigil.core.tool.Catalogues}
 */
public record Hosting(
    WorkspaceId workspace,
    DeploymentId deployment,
    ReleaseId release,
    Commit commit,
    String catalogue) {
  public static Hosting of(
      Deployment deployment, ReleaseId release, Commit commit, String catalogue) {
    return new Hosting(deployment.workspace(), deployment.id(), release, commit, catalogue);
  }
}
