package dev.sigil.embedded.runtime;

import dev.sigil.testkit.deploy.InstanceRouterContract;
import dev.sigil.testkit.deploy.RuntimeFixture;
import dev.sigil.testkit.deploy.ServerRuntimeContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class ProcessServerRuntimeContractTest {
  @Nested
  class Serving extends ServerRuntimeContract {
    @TempDir Path directory = Path.of("");

    @Override
    protected RuntimeFixture open() {
      return new ProcessFixture(directory, true);
    }
  }

  @Nested
  class Routing extends InstanceRouterContract {
    @TempDir Path directory = Path.of("");

    @Override
    protected RuntimeFixture open() {
      return new ProcessFixture(directory, true);
    }
  }
}
