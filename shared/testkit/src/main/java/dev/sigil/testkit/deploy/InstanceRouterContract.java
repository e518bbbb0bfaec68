package dev.sigil.testkit.deploy;

import static dev.sigil.testkit.deploy.RuntimeFixture.release;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.build.Scaling;
import dev.sigil.core.deploy.ServerStatus;
import dev.sigil.core.gateway.InstanceRouter;
import dev.sigil.core.gateway.InstanceRouter.Lease;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.testkit.deploy.RuntimeFixture.Behaviour;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link InstanceRouter} does. */
public abstract class InstanceRouterContract {
  private static final DeploymentId SERVER = new DeploymentId("server0001");
  private static final Scaling ONE = new Scaling(0, 1, 1, Duration.ofMinutes(15));
  private static final Scaling TWO = new Scaling(0, 2, 1, Duration.ofMinutes(15));

  private RuntimeFixture fixture;
  private InstanceRouter router;

  /** A runtime without servers. */
  protected abstract RuntimeFixture open() throws Exception;

  @BeforeEach
  final void openRuntime() throws Exception {
    fixture = open();
    router = fixture.router();
  }

  @AfterEach
  final void closeRuntime() {
    fixture.close();
  }

  @Test
  void acquire_nothingPromoted_isUnavailable() {
    assertThat(refused(null)).isEqualTo(ErrorCode.UNAVAILABLE);
    fixture.runtime().create(fixture.spec(SERVER, 1, ONE, Behaviour.SERVES));
    assertThat(refused(null)).isEqualTo(ErrorCode.UNAVAILABLE);
  }

  @Test
  void acquire_servingRelease_leasesItsInstance() {
    serve(1, ONE);

    try (Lease lease = acquire(null)) {
      assertThat(lease.instance()).matches("[A-Za-z0-9-]+");
      assertThat(lease.endpoint().getPath()).isEqualTo("/mcp");
      requireInFlight(1);
    }
    requireInFlight(0);
  }

  @Test
  void close_twice_endsOneLease() {
    serve(1, Scaling.DEFAULT);
    Lease first = acquire(null);
    try (Lease second = acquire(null)) {
      first.close();
      first.close();

      assertThat(second.instance()).isEqualTo(first.instance());
      requireInFlight(1);
    }
  }

  @Test
  void acquire_withInstance_leasesThatOne() {
    serve(1, TWO);
    try (Lease first = acquire(null);
        Lease second = acquire(null);
        Lease again = acquire(first.instance())) {
      if (fixture.placesRequests()) {
        assertThat(second.instance()).isNotEqualTo(first.instance());
      }
      assertThat(again.endpoint()).isEqualTo(first.endpoint());
    }
  }

  @Test
  void acquire_instanceThatNeverWas_isNotFound() {
    serve(1, ONE);

    assertThat(refused("gone-1")).isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  void acquire_instanceThatEnded_isNotFound() {
    serve(1, ONE);
    String instance;
    try (Lease lease = acquire(null)) {
      instance = lease.instance();
    }
    fixture.runtime().pause(SERVER);
    fixture.runtime().resume(SERVER);

    assertThat(refused(instance)).isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  void acquire_allInstancesBusy_startsAnother() {
    assumeTrue(fixture.placesRequests(), "the platform itself places requests");
    serve(1, TWO);

    try (Lease first = acquire(null);
        Lease second = acquire(null)) {
      assertThat(second.endpoint()).isNotEqualTo(first.endpoint());
      assertThat(status().instances()).hasSize(2);
    }
  }

  @Test
  void acquire_atItsBounds_isRateLimited() {
    assumeTrue(fixture.placesRequests(), "the platform itself refuses requests");
    serve(1, ONE);

    try (Lease held = acquire(null)) {
      assertThat(held.instance()).isNotBlank();
      assertThat(refused(null)).isEqualTo(ErrorCode.RATE_LIMITED);
    }
    try (Lease free = acquire(null)) {
      assertThat(free.instance()).isNotBlank();
    }
  }

  @Test
  void acquire_paused_isUnavailable() {
    serve(1, ONE);
    fixture.runtime().pause(SERVER);

    assertThat(refused(null)).isEqualTo(ErrorCode.UNAVAILABLE);
  }

  @Test
  void acquire_sleepingServerTogether_wakesOneInstance() {
    serve(1, Scaling.DEFAULT);
    fixture.runtime().pause(SERVER);
    fixture.runtime().resume(SERVER);

    List<CompletionStage<Lease>> requests = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      requests.add(router.acquire(SERVER, null));
    }
    List<Lease> leases = requests.stream().map(InstanceRouterContract::await).toList();

    assertThat(leases).extracting(Lease::instance).containsOnly(leases.getFirst().instance());
    if (fixture.placesRequests()) {
      assertThat(status().instances()).hasSize(1);
    }
    leases.forEach(Lease::close);
  }

  @Test
  void promote_requestInFlight_finishesOnTheOldRelease() {
    serve(1, Scaling.DEFAULT);
    try (Lease old = acquire(null)) {
      serve(2, Scaling.DEFAULT);

      try (Lease fresh = acquire(null);
          Lease sameSession = acquire(old.instance())) {
        assertThat(fresh.endpoint()).isNotEqualTo(old.endpoint());
        assertThat(sameSession.endpoint()).isEqualTo(old.endpoint());
      }
    }
  }

  @Test
  void acquire_deletedServer_isUnavailable() {
    serve(1, ONE);
    fixture.runtime().delete(SERVER);

    assertThat(refused(null)).isEqualTo(ErrorCode.UNAVAILABLE);
  }

  private void serve(int number, Scaling scaling) {
    fixture.runtime().create(fixture.spec(SERVER, number, scaling, Behaviour.SERVES));
    fixture.runtime().promote(SERVER, release(SERVER, number), number);
  }

  private Lease acquire(@Nullable String instance) {
    return await(router.acquire(SERVER, instance));
  }

  private ErrorCode refused(@Nullable String instance) {
    try (Lease lease = acquire(instance)) {
      throw new AssertionError("leased " + lease.instance());
    } catch (CompletionException e) {
      if (e.getCause() instanceof SigilException refusal) {
        return refusal.code();
      }
      throw e;
    }
  }

  private ServerStatus status() {
    return fixture.runtime().describe(SERVER).orElseThrow();
  }

  private void requireInFlight(int expected) {
    if (fixture.placesRequests()) {
      List<ServerStatus.Instance> instances = status().instances();
      assertThat(instances.stream().mapToInt(ServerStatus.Instance::requestsInFlight).sum())
          .isEqualTo(expected);
    }
  }

  private static Lease await(CompletionStage<Lease> lease) {
    return lease.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
