package dev.sigil.testkit.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.build.Scaling;
import dev.sigil.core.deploy.ServerStatus.State;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.testkit.deploy.RuntimeFixture.Behaviour;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FakeServerRuntimeTest {
  @Test
  void sleep_servingRelease_isWokenByARequest() {
    DeploymentId server = new DeploymentId("server0001");
    try (ListeningFixture fixture = new ListeningFixture()) {
      FakeServerRuntime runtime = (FakeServerRuntime) fixture.runtime();
      runtime.create(fixture.spec(server, 1, Scaling.DEFAULT, Behaviour.SERVES));
      assertThat(runtime.candidates()).containsExactly(RuntimeFixture.release(server, 1));
      runtime.promote(server, RuntimeFixture.release(server, 1), 1);

      runtime.sleep(server);
      assertThat(runtime.describe(server).orElseThrow().state()).isEqualTo(State.SLEEPING);
      runtime.acquire(server, null).toCompletableFuture().join().close();

      assertThat(runtime.describe(server).orElseThrow().state()).isEqualTo(State.RUNNING);
      assertThat(runtime.serving(server)).contains(RuntimeFixture.release(server, 1));
    }
  }

  @Nested
  class Serving extends ServerRuntimeContract {
    @Override
    protected RuntimeFixture open() {
      return new ListeningFixture();
    }
  }

  @Nested
  class Routing extends InstanceRouterContract {
    @Override
    protected RuntimeFixture open() {
      return new ListeningFixture();
    }
  }
}
