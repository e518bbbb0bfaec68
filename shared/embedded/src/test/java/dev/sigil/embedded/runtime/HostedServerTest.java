package dev.sigil.embedded.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sigil.core.TransientException;
import dev.sigil.core.build.Artifact;
import dev.sigil.core.build.Scaling;
import dev.sigil.core.deploy.ServerRuntime.ServerSpec;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.embedded.runtime.Fleet.Surroundings;
import dev.sigil.testkit.deploy.RuntimeFixture;
import dev.sigil.testkit.store.MemoryDocumentStore;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Candidates in virtual time. */
class HostedServerTest {
  private static final RuntimeSettings SETTINGS = RuntimeSettings.DEFAULT;
  private static final Duration MOMENT = Duration.ofSeconds(1);

  private final VirtualMachine machine = new VirtualMachine();
  private final HostedServer server =
      new HostedServer(
          new Surroundings(
              machine,
              machine,
              Runnable::run,
              machine,
              new Backoff(SETTINGS.backoffFirst(), SETTINGS.backoffMost(), new Random(5)),
              () -> "i-1",
              SETTINGS),
          new ServerRoutes(new MemoryDocumentStore()));

  @Test
  void candidate_neitherPromotedNorDiscarded_isStoppedAfterItsLife() {
    ServerSpec spec = spec();
    assertThat(server.create(spec)).isPresent();
    machine.pass(SETTINGS.candidateLife().minus(MOMENT));
    assertThat(machine.running()).isEqualTo(1);

    machine.pass(MOMENT);

    assertThat(machine.running()).isZero();
    assertThatExceptionOfType(TransientException.class)
        .isThrownBy(() -> server.promote(spec.release(), spec.number()));
    assertThat(server.create(spec)).isPresent();
  }

  @Test
  void candidate_promoted_outlivesIt() {
    ServerSpec spec = spec();
    server.create(spec);
    server.promote(spec.release(), spec.number());

    machine.pass(SETTINGS.candidateLife().plus(MOMENT));

    assertThat(machine.running()).isEqualTo(1);
  }

  private static ServerSpec spec() {
    return RuntimeFixture.httpServer(
        new DeploymentId("server0001"),
        1,
        new Artifact("local:none"),
        List.of("unused"),
        new TreeMap<>(),
        List.of(),
        new Scaling(1, 3, 20, Duration.ofMinutes(15)));
  }
}
