package dev.sigil.embedded.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.build.Artifact;
import dev.sigil.core.build.Scaling;
import dev.sigil.core.deploy.ServerRuntime.ServerSpec;
import dev.sigil.core.deploy.ServerStatus;
import dev.sigil.core.deploy.ServerStatus.State;
import dev.sigil.core.gateway.InstanceRouter.Lease;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.embedded.runtime.Fleet.Mode;
import dev.sigil.embedded.runtime.Fleet.Surroundings;
import dev.sigil.testkit.deploy.RuntimeFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Scaling and supervision in virtual time: nothing runs but what the test lets run. */
class FleetTest {
  private static final RuntimeSettings SETTINGS =
      new RuntimeSettings(
          Duration.ofSeconds(60),
          Duration.ofSeconds(10),
          3,
          Duration.ofSeconds(60),
          Duration.ofMinutes(10),
          Duration.ofMinutes(30),
          Duration.ofSeconds(5),
          Duration.ofSeconds(1),
          Duration.ofMinutes(5),
          Duration.ofSeconds(30),
          3);
  private static final Duration IDLE = Duration.ofMinutes(15);

  private final VirtualMachine machine = new VirtualMachine();
  private int ids;

  @Test
  void acquire_nothingRuns_startsOneForAllThatWait() {
    Fleet fleet = fleet(new Scaling(0, 3, 10, IDLE));

    List<CompletableFuture<Lease>> requests = List.of(acquire(fleet), acquire(fleet));
    assertThat(requests).noneMatch(CompletableFuture::isDone);
    machine.run();

    assertThat(requests).allMatch(CompletableFuture::isDone);
    assertThat(machine.launched()).isEqualTo(1);
  }

  @Test
  void acquire_moreThanOneInstanceTakes_startsWhatIsNeededUpToTheMost() {
    Fleet fleet = fleet(new Scaling(0, 2, 1, IDLE));

    List<CompletableFuture<Lease>> requests =
        List.of(acquire(fleet), acquire(fleet), acquire(fleet));
    machine.run();

    assertThat(machine.launched()).isEqualTo(2);
    assertThat(requests).filteredOn(CompletableFuture::isDone).hasSize(2);
    requests.getFirst().join().close();
    machine.run();
    assertThat(requests.get(2)).isDone();
  }

  @Test
  void acquire_queueFull_isRateLimitedAtOnce() {
    Fleet fleet = fleet(new Scaling(0, 1, 1, IDLE));
    for (int i = 0; i < SETTINGS.maxWaiting(); i++) {
      assertThat(acquire(fleet)).isNotDone();
    }

    assertThat(refusal(acquire(fleet))).isEqualTo(ErrorCode.RATE_LIMITED);
  }

  @Test
  void acquire_busyForTooLong_isRateLimited() {
    Fleet fleet = fleet(new Scaling(0, 1, 1, IDLE));
    CompletableFuture<Lease> held = acquire(fleet);
    machine.run();
    CompletableFuture<Lease> late = acquire(fleet);

    machine.pass(SETTINGS.queueTimeout());

    assertThat(held).isCompleted();
    assertThat(refusal(late)).isEqualTo(ErrorCode.RATE_LIMITED);
  }

  @Test
  void acquire_callerGone_leaseIsEnded() {
    Fleet fleet = fleet(Scaling.DEFAULT);
    CompletableFuture<Lease> abandoned = acquire(fleet);
    abandoned.cancel(false);

    CompletableFuture<Lease> patient = acquire(fleet);
    machine.run();

    assertThat(patient.join().instance()).isNotBlank();
    assertThat(status(fleet).instances().getFirst().requestsInFlight()).isOne();
  }

  @Test
  void idle_forItsTimeout_stopsTheInstance() {
    Fleet fleet = fleet(new Scaling(0, 3, 10, IDLE));
    CompletableFuture<Lease> request = acquire(fleet);
    machine.run();
    machine.pass(IDLE.plusSeconds(1));
    assertThat(status(fleet).state()).isEqualTo(State.RUNNING);

    request.join().close();
    machine.pass(IDLE.minusSeconds(1));
    assertThat(status(fleet).state()).isEqualTo(State.RUNNING);
    machine.pass(Duration.ofSeconds(2));

    assertThat(status(fleet).state()).isEqualTo(State.SLEEPING);
    assertThat(machine.running()).isZero();
  }

  @Test
  void idle_minimumOne_keepsOne() {
    Fleet fleet = fleet(new Scaling(1, 2, 1, IDLE));
    machine.run();
    assertThat(machine.running()).isEqualTo(1);
    CompletableFuture<Lease> first = acquire(fleet);
    CompletableFuture<Lease> second = acquire(fleet);
    machine.run();
    assertThat(machine.running()).isEqualTo(2);

    first.join().close();
    second.join().close();
    machine.pass(IDLE.multipliedBy(3));

    assertThat(machine.running()).isEqualTo(1);
  }

  @Test
  void crash_once_isStartedAgainAfterTheFirstWait() {
    Fleet fleet = fleet(Scaling.DEFAULT);
    assertThat(acquire(fleet)).isNotDone();
    machine.run();

    machine.crash("exit code 3");
    assertThat(status(fleet).state()).isEqualTo(State.SLEEPING);
    machine.pass(Duration.ofSeconds(1));

    assertThat(status(fleet).state()).isEqualTo(State.RUNNING);
    assertThat(status(fleet).lastExit()).isEqualTo("exit code 3");
    assertThat(machine.launched()).isEqualTo(2);
  }

  @Test
  void crash_againAndAgain_isCrashingAndRefuses() {
    Fleet fleet = fleet(Scaling.DEFAULT);
    crashUntilGivenUp(fleet);

    assertThat(status(fleet).state()).isEqualTo(State.CRASHING);
    CompletableFuture<Lease> request = acquire(fleet);
    assertThat(refusal(request)).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(request::join)
        .withMessageContaining("exit code 3");
  }

  @Test
  void crashing_noRequest_costsNothing() {
    Fleet fleet = fleet(Scaling.DEFAULT);
    crashUntilGivenUp(fleet);
    int before = machine.launched();

    machine.pass(Duration.ofDays(7));

    assertThat(machine.launched()).isEqualTo(before);
  }

  @Test
  void crashing_requestAfterTheWait_triesOnce() {
    Fleet fleet = fleet(Scaling.DEFAULT);
    crashUntilGivenUp(fleet);
    machine.pass(SETTINGS.backoffMost());

    CompletableFuture<Lease> request = acquire(fleet);
    machine.run();

    assertThat(request).isCompleted();
    machine.pass(SETTINGS.stableAfter());
    assertThat(status(fleet).state()).isEqualTo(State.RUNNING);
  }

  @Test
  void crashing_minimumOne_isTriedForeverWithGrowingWaits() {
    Fleet fleet = fleet(new Scaling(1, 1, 1, IDLE));
    machine.run();
    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      machine.crash("exit code 3");
      waits.add(untilNextLaunch());
    }

    assertThat(status(fleet).state()).isEqualTo(State.CRASHING);
    assertThat(waits.getFirst()).isLessThanOrEqualTo(SETTINGS.backoffFirst());
    assertThat(waits.getLast())
        .isBetween(SETTINGS.backoffMost().dividedBy(2), SETTINGS.backoffMost());
  }

  private Duration untilNextLaunch() {
    int before = machine.launched();
    Duration waited = Duration.ZERO;
    while (machine.launched() == before) {
      machine.pass(Duration.ofMillis(500));
      waited = waited.plusMillis(500);
    }
    return waited;
  }

  @Test
  void launch_fails_requestWaitsForTheNextTry() {
    Fleet fleet = fleet(Scaling.DEFAULT);
    machine.failNext(new SigilException(ErrorCode.START_FAILED, "It ended."));
    CompletableFuture<Lease> request = acquire(fleet);
    machine.run();
    assertThat(request).isNotDone();

    machine.pass(Duration.ofSeconds(1));

    assertThat(request).isCompleted();
  }

  @Test
  void candidate_fails_isNotTriedAgain() {
    Fleet fleet = new Fleet(spec(Scaling.DEFAULT), Mode.CANDIDATE, surroundings());
    machine.failNext(new SigilException(ErrorCode.START_FAILED, "It ended."));
    CompletableFuture<Launcher.Running> instance = fleet.anyInstance();
    machine.pass(Duration.ofHours(1));

    assertThat(instance).isCompletedExceptionally();
    assertThat(machine.launched()).isEqualTo(1);
  }

  @Test
  void retire_sessionInstance_isKeptUntilItRests() {
    Fleet fleet = fleet(Scaling.DEFAULT);
    CompletableFuture<Lease> request = acquire(fleet);
    machine.run();
    String instance = request.join().instance();

    assertThat(fleet.retire()).isEmpty();
    assertThat(fleet.acquire()).isEmpty();
    request.join().close();
    machine.pass(SETTINGS.drainIdle().minusSeconds(1));
    fleet.acquire(instance).orElseThrow().toCompletableFuture().join().close();
    machine.pass(SETTINGS.drainIdle().minusSeconds(1));
    assertThat(fleet.acquire(instance)).isPresent();
  }

  @Test
  void retire_requestThatNeverEnds_isCutOffAtTheTimeout() {
    Fleet fleet = fleet(Scaling.DEFAULT);
    CompletableFuture<Lease> endless = acquire(fleet);
    machine.run();
    assertThat(endless).isCompleted();

    assertThat(fleet.retire()).isEmpty();
    machine.pass(SETTINGS.drainTimeout().minusSeconds(1));
    assertThat(machine.running()).isEqualTo(1);
    machine.pass(Duration.ofSeconds(1));

    assertThat(machine.running()).isZero();
    assertThat(fleet.emptied().toCompletableFuture()).isCompleted();
  }

  @Test
  void retire_requestsWaiting_areHandedOver() {
    Fleet old = fleet(Scaling.DEFAULT);
    CompletableFuture<Lease> request = acquire(old);
    Fleet next = fleet(Scaling.DEFAULT);

    next.adopt(old.retire());
    machine.run();

    assertThat(request).isCompleted();
    assertThat(status(next).instances()).hasSize(1);
    assertThat(status(old).instances()).isEmpty();
  }

  @Test
  void backoff_growsWithinItsBounds() {
    Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5), new Random(3));
    List<Duration> waits = new ArrayList<>();
    for (int failures = 1; failures <= 100; failures++) {
      waits.add(backoff.after(failures));
    }

    assertThat(waits.getFirst()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    assertThat(waits.subList(9, 100))
        .allMatch(wait -> wait.compareTo(Duration.ofSeconds(150)) >= 0)
        .allMatch(wait -> wait.compareTo(Duration.ofMinutes(5)) <= 0);
  }

  private void crashUntilGivenUp(Fleet fleet) {
    assertThat(acquire(fleet)).isNotDone();
    machine.run();
    for (int i = 0; i < SETTINGS.crashesUntilGivenUp(); i++) {
      machine.crash("exit code 3");
      if (i < SETTINGS.crashesUntilGivenUp() - 1) {
        machine.pass(Duration.ofSeconds(10));
      }
    }
  }

  private Fleet fleet(Scaling scaling) {
    Fleet fleet = new Fleet(spec(scaling), Mode.CANDIDATE, surroundings());
    fleet.serve();
    return fleet;
  }

  private Surroundings surroundings() {
    return new Surroundings(
        machine,
        machine,
        machine,
        machine,
        new Backoff(SETTINGS.backoffFirst(), SETTINGS.backoffMost(), new Random(5)),
        () -> "i-" + ++ids,
        SETTINGS);
  }

  private static ServerSpec spec(Scaling scaling) {
    return RuntimeFixture.httpServer(
        new DeploymentId("server0001"),
        1,
        new Artifact("local:none"),
        List.of("unused"),
        new TreeMap<>(),
        List.of(),
        scaling);
  }

  private static CompletableFuture<Lease> acquire(Fleet fleet) {
    return fleet.acquire().orElseThrow().toCompletableFuture();
  }

  private static ServerStatus status(Fleet fleet) {
    return fleet.status("none");
  }

  private static ErrorCode refusal(CompletableFuture<Lease> request) {
    assertThat(request).isCompletedExceptionally();
    if (request.exceptionNow() instanceof SigilException refusal) {
      return refusal.code();
    }
    throw new AssertionError(request.exceptionNow());
  }
}
