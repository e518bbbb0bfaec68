package dev.sigil.gcp.runtime;

import static dev.sigil.testkit.deploy.RuntimeFixture.release;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.build.Scaling;
import dev.sigil.core.gateway.InstanceRouter.Lease;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.testkit.deploy.RuntimeFixture.Behaviour;
import dev.sigil.testkit.time.MutableClock;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CloudRunInstanceRouterTest {
  private static final DeploymentId SERVER = new DeploymentId("server0001");
  private static final Scaling TWO = new Scaling(0, 2, 1, Duration.ofMinutes(15));

  private final CloudRunFixture fixture = new CloudRunFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void lease_ofSession_reachesTheInstanceThatAnsweredIt() throws Exception {
    serve(1, TWO);
    Lease busy = fixture.lease(SERVER, null);
    CompletableFuture<HttpResponse<String>> held =
        CompletableFuture.supplyAsync(
            () -> fixture.get(URI.create(busy.endpoint() + "?hold"), busy.headers()));
    await().until(() -> fixture.servers.waiting() == 1);
    Session second = begin();
    fixture.servers.letGo();
    Session first = answered(busy, held.get());

    assertThat(first.holder()).isNotEqualTo(second.holder());
    for (int i = 0; i < 3; i++) {
      assertThat(holder(first.instance())).isEqualTo(first.holder());
      assertThat(holder(second.instance())).isEqualTo(second.holder());
    }
  }

  @Test
  void lease_ofSession_outlivesOnePromotion() {
    serve(1, Scaling.DEFAULT);
    Session session = begin();

    serve(2, Scaling.DEFAULT);
    assertThat(holder(session.instance())).isEqualTo(session.holder());
    assertThat(begin().holder()).isNotEqualTo(session.holder());

    serve(3, Scaling.DEFAULT);
    assertThat(refused(session.instance())).isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  void lease_ofSession_outlivesARestart() {
    serve(1, Scaling.DEFAULT);
    Session session = begin();

    fixture.runtime().restart(SERVER);

    assertThat(holder(session.instance())).isEqualTo(session.holder());
    assertThat(begin().holder()).isNotEqualTo(session.holder());
  }

  @Test
  void lease_ofSession_promotedTwice_staysKnown() {
    serve(1, Scaling.DEFAULT);
    Session session = begin();
    serve(2, Scaling.DEFAULT);

    fixture.runtime().promote(SERVER, release(SERVER, 2), 2);

    assertThat(holder(session.instance())).isEqualTo(session.holder());
  }

  @Test
  void lease_ofSession_serverPausedMeanwhile_isNotFound() {
    serve(1, Scaling.DEFAULT);
    Session session = begin();

    fixture.runtime().pause(SERVER);
    fixture.runtime().resume(SERVER);

    assertThat(refused(session.instance())).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(begin().holder()).isNotEqualTo(session.holder());
  }

  @Test
  void request_serverAsleep_wakesIt() {
    serve(1, Scaling.DEFAULT);
    int before = fixture.servers.started();
    fixture.cloudRun.idle();

    assertThat(fixture.get(fixture.lease(SERVER, null)).statusCode()).isEqualTo(200);
    assertThat(fixture.servers.started()).isEqualTo(before + 1);
  }

  @Test
  void lease_nameThatWasNotGiven_isNotFound() {
    serve(1, Scaling.DEFAULT);

    for (String name :
        List.of("", "r1", "r2-e0", "r1-e1", "r1-e0-", "r1-e0-0", "r1-e0-zz", "r1-e99999999999")) {
      assertThat(refused(name)).as(name).isEqualTo(ErrorCode.NOT_FOUND);
    }
  }

  @Test
  void instance_cookiesOfTheServerOrMalformed_areNotTaken() {
    serve(1, Scaling.DEFAULT);
    Lease lease = fixture.lease(SERVER, null);

    for (String cookie :
        List.of("session=1", "GAESAX=1", "GAESA=", "GAESA=a b", "GAESA=" + "a".repeat(513), "")) {
      assertThat(lease.instance(List.of(cookie))).as(cookie).isEqualTo(lease.instance());
    }
    String named = lease.instance(List.of("x=1", "GAESA=Cg+/=; Path=/; Secure"));
    assertThat(named).matches("[A-Za-z0-9-]+");
    assertThat(fixture.lease(SERVER, named).headers()).containsEntry("Cookie", "GAESA=Cg+/=");
  }

  @Test
  void acquire_routeKnownAndFresh_needsNoStore() {
    serve(1, Scaling.DEFAULT);
    MutableClock clock = new MutableClock();
    CloudRunInstanceRouter router =
        new CloudRunInstanceRouter(
            fixture.store,
            IdentityTokens.impersonating(
                fixture.connections.credentials(), CloudRunFixture.GATEWAY, Runnable::run, clock),
            Duration.ofSeconds(5),
            Runnable::run,
            clock);
    assertThat(router.acquire(SERVER, null).toCompletableFuture()).isCompleted();
    fixture.store.delete("routes", SERVER.value());

    assertThat(router.acquire(SERVER, null).toCompletableFuture()).isCompleted();
    clock.advance(Duration.ofSeconds(6));
    assertThat(router.acquire(SERVER, null).toCompletableFuture()).isCompletedExceptionally();
  }

  private record Session(String instance, String holder) {}

  private Session begin() {
    Lease lease = fixture.lease(SERVER, null);
    return answered(lease, fixture.get(lease));
  }

  private static Session answered(Lease lease, HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(200);
    return new Session(
        lease.instance(response.headers().allValues("set-cookie")),
        response.body().lines().findFirst().orElseThrow());
  }

  private String holder(String instance) {
    HttpResponse<String> response = fixture.get(fixture.lease(SERVER, instance));
    return response.body().lines().findFirst().orElseThrow();
  }

  private ErrorCode refused(String instance) {
    CompletionException refusal =
        catchThrowableOfType(CompletionException.class, () -> fixture.lease(SERVER, instance));
    return refusal.getCause() instanceof SigilException cause ? cause.code() : ErrorCode.INTERNAL;
  }

  private void serve(int number, Scaling scaling) {
    fixture.serve(fixture.spec(SERVER, number, scaling, Behaviour.SERVES));
  }
}
