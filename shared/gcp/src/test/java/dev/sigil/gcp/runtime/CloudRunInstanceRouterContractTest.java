package dev.sigil.gcp.runtime;

import dev.sigil.testkit.deploy.InstanceRouterContract;
import dev.sigil.testkit.deploy.RuntimeFixture;

class CloudRunInstanceRouterContractTest extends InstanceRouterContract {
  @Override
  protected RuntimeFixture open() {
    return new CloudRunFixture();
  }
}
