package dev.sigil.embedded.runtime;

import static dev.sigil.testkit.deploy.RuntimeFixture.release;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sigil.core.build.Scaling;
import dev.sigil.core.deploy.ServerRuntime.ServerSpec;
import dev.sigil.core.deploy.ServerStatus.State;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.testkit.deploy.RuntimeFixture.Behaviour;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left when the platform was killed, and what comes back. */
class RecoveryTest {
  private static final DeploymentId SERVER = new DeploymentId("server0001");
  private static final DeploymentId EAGER = new DeploymentId("server0002");

  /** A platform in a process of its own, which serves and keeps a candidate until it is killed. */
  static final class Platform {
    private Platform() {}

    public static void main(String[] args) throws IOException {
      ProcessFixture fixture = new ProcessFixture(Path.of(args[0]), Boolean.parseBoolean(args[1]));
      String loop =
          "import subprocess\nsubprocess.Popen(['setsid', '-f', 'sleep', '" + args[2] + "'])\n";
      ServerSpec served =
          fixture.spec(
              SERVER,
              1,
              Scaling.DEFAULT,
              fixture.programs.python(loop + Programs.SERVER.formatted("'up'")));
      fixture.serve(served);
      fixture.runtime().create(fixture.spec(SERVER, 2, Scaling.DEFAULT, Behaviour.SERVES));
      System.out.println("serving");
      System.in.read();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void open_afterKill_endsWhatWasLeft(boolean bubblewrap, @TempDir Path directory)
      throws IOException, InterruptedException {
    String token = "33" + (System.nanoTime() % 1_000_000_000L);
    Process platform =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Platform.class.getName(),
                directory.toString(),
                String.valueOf(bubblewrap),
                token)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = platform.inputReader(StandardCharsets.UTF_8)) {
      assertThat(output.readLine()).isEqualTo("serving");
    }
    assertThat(processes(token)).isPositive();
    platform.destroyForcibly();
    assertThat(platform.waitFor(10, TimeUnit.SECONDS)).isTrue();

    try (ProcessFixture next = new ProcessFixture(directory, bubblewrap)) {
      await().atMost(Duration.ofSeconds(3)).until(() -> processes(token) == 0);
      assertThat(next.data.resolve("instances")).isEmptyDirectory();
      assertThat(next.runtime().describe(SERVER)).isEmpty();
    }
  }

  @Test
  void open_routedReleases_comeBackAsleepOrRunning(@TempDir Path directory) throws IOException {
    try (ProcessFixture fixture = new ProcessFixture(directory, true)) {
      fixture.serve(fixture.spec(SERVER, 1, Scaling.DEFAULT, Behaviour.SERVES));
      Scaling eager = new Scaling(1, 1, 10, Duration.ofMinutes(15));
      fixture.serve(fixture.spec(EAGER, 1, eager, Behaviour.SERVES));
      fixture.runtime().create(fixture.spec(SERVER, 2, Scaling.DEFAULT, Behaviour.SERVES));
      fixture.runtime().close();
      assertThat(fixture.data.resolve("instances")).isEmptyDirectory();

      fixture.reopen();

      assertThat(fixture.runtime().describe(SERVER).orElseThrow().state())
          .isEqualTo(State.SLEEPING);
      await().until(() -> fixture.runtime().describe(EAGER).orElseThrow().instances().size() == 1);
      assertThat(fixture.get(SERVER)).isEqualTo("release 1");
      assertThat(fixture.runtime().describe(SERVER).orElseThrow().release())
          .isEqualTo(release(SERVER, 1));
    }
  }

  @Test
  void open_pausedServer_staysPaused(@TempDir Path directory) {
    try (ProcessFixture fixture = new ProcessFixture(directory, true)) {
      fixture.serve(fixture.spec(SERVER, 1, Scaling.DEFAULT, Behaviour.SERVES));
      fixture.runtime().pause(SERVER);
      fixture.runtime().close();

      fixture.reopen();

      assertThat(fixture.runtime().describe(SERVER).orElseThrow().state()).isEqualTo(State.PAUSED);
      assertThat(Files.exists(fixture.data.resolve("instances"))).isTrue();
    }
  }

  private static long processes(String token) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains("sleep " + token))
        .count();
  }
}
