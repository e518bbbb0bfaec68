package dev.sigil.embedded.runtime;

import dev.sigil.core.build.Artifact;
import dev.sigil.core.build.BuildPlan;
import dev.sigil.core.deploy.ServerRuntime.ServerSpec;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.id.WorkspaceId;
import org.jspecify.annotations.Nullable;

/** Where a deployment's traffic goes, with all it takes to start that again. */
record ServerRoute(
    WorkspaceId workspace,
    DeploymentId deployment,
    ReleaseId release,
    int number,
    Artifact artifact,
    BuildPlan plan,
    @Nullable DeploymentId lender,
    boolean paused) {
  static ServerRoute to(ServerSpec spec, boolean paused) {
    return new ServerRoute(
        spec.workspace(),
        spec.deployment(),
        spec.release(),
        spec.number(),
        spec.artifact(),
        spec.plan(),
        spec.lender(),
        paused);
  }

  ServerSpec spec() {
    return new ServerSpec(workspace, deployment, release, number, artifact, plan, lender);
  }

  ServerRoute withPaused(boolean value) {
    return new ServerRoute(workspace, deployment, release, number, artifact, plan, lender, value);
  }
}
