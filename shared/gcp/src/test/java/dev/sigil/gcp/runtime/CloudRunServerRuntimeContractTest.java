package dev.sigil.gcp.runtime;

import dev.sigil.testkit.deploy.RuntimeFixture;
import dev.sigil.testkit.deploy.ServerRuntimeContract;

class CloudRunServerRuntimeContractTest extends ServerRuntimeContract {
  @Override
  protected RuntimeFixture open() {
    return new CloudRunFixture();
  }
}
