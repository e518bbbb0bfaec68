package dev.sigil.functions.deploycompletion;

import dev.sigil.core.deploy.ServerRuntime;
import dev.sigil.core.deploy.ServerStatus;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.ReleaseId;
import java.util.Optional;

/** A runtime during whose promotion something else happens. */
record PushingRuntime(ServerRuntime inner, Runnable meanwhile) implements ServerRuntime {
  @Override
  public Candidate create(ServerSpec spec) {
    return inner.create(spec);
  }

  @Override
  public void promote(DeploymentId deployment, ReleaseId release, int number) {
    inner.promote(deployment, release, number);
    meanwhile.run();
  }

  @Override
  public void discard(ReleaseId release) {
    inner.discard(release);
  }

  @Override
  public void restart(DeploymentId deployment) {
    inner.restart(deployment);
  }

  @Override
  public void pause(DeploymentId deployment) {
    inner.pause(deployment);
  }

  @Override
  public void resume(DeploymentId deployment) {
    inner.resume(deployment);
  }

  @Override
  public void delete(DeploymentId deployment) {
    inner.delete(deployment);
  }

  @Override
  public Optional<ServerStatus> describe(DeploymentId deployment) {
    return inner.describe(deployment);
  }
}
