package dev.sigil.embedded.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.build.Scaling;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.testkit.deploy.RuntimeFixture.Behaviour;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollingReplacementTest {
  private static final DeploymentId SERVER = new DeploymentId("server0001");

  @Test
  void promoteAndRestart_underLoad_failNoRequest(@TempDir Path directory)
      throws InterruptedException, ExecutionException {
    AtomicBoolean loaded = new AtomicBoolean(true);
    Set<String> answers = ConcurrentHashMap.newKeySet();
    try (ProcessFixture fixture = new ProcessFixture(directory, true);
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      fixture.serve(fixture.spec(SERVER, 1, Scaling.DEFAULT, Behaviour.SERVES));
      List<Future<Integer>> counts = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        counts.add(
            clients.submit(
                () -> {
                  int count = 0;
                  while (loaded.get()) {
                    answers.add(fixture.get(SERVER));
                    count++;
                  }
                  return count;
                }));
      }
      for (int release = 2; release <= 3; release++) {
        fixture.serve(fixture.spec(SERVER, release, Scaling.DEFAULT, Behaviour.SERVES));
      }
      fixture.runtime().restart(SERVER);
      loaded.set(false);

      for (Future<Integer> count : counts) {
        assertThat(count.get()).isPositive();
      }
      assertThat(answers).contains("release 1", "release 3").hasSizeLessThanOrEqualTo(3);
    }
  }
}
