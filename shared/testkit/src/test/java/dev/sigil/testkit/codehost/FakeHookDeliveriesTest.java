package dev.sigil.testkit.codehost;

import dev.sigil.core.codehost.HookDeliveries;

class FakeHookDeliveriesTest extends HookDeliveriesContract {
  @Override
  protected HookDeliveries deliveries() {
    return host;
  }
}
