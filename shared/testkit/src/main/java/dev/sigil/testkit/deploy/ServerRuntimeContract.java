package dev.sigil.testkit.deploy;

import static dev.sigil.testkit.deploy.RuntimeFixture.release;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.build.Scaling;
import dev.sigil.core.deploy.ServerRuntime;
import dev.sigil.core.deploy.ServerRuntime.Candidate;
import dev.sigil.core.deploy.ServerRuntime.ServerSpec;
import dev.sigil.core.deploy.ServerStatus;
import dev.sigil.core.deploy.ServerStatus.State;
import dev.sigil.core.gateway.InstanceRouter.Lease;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.testkit.deploy.RuntimeFixture.Behaviour;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ServerRuntime} does. */
public abstract class ServerRuntimeContract {
  private static final DeploymentId SERVER = new DeploymentId("server0001");
  private static final DeploymentId OTHER = new DeploymentId("server0002");

  private RuntimeFixture fixture;
  private ServerRuntime runtime;

  /** A runtime without servers. */
  protected abstract RuntimeFixture open() throws Exception;

  @BeforeEach
  final void openRuntime() throws Exception {
    fixture = open();
    runtime = fixture.runtime();
  }

  @AfterEach
  final void closeRuntime() {
    fixture.close();
  }

  @Test
  void create_serverThatServes_listensWhenItReturns() {
    assertThat(listens(runtime.create(spec(1)))).isTrue();
    assertThat(runtime.describe(SERVER)).isEmpty();
  }

  @Test
  void create_sameReleaseTwice_returnsTheCandidateThatIsThere() {
    Candidate first = runtime.create(spec(1));

    assertThat(runtime.create(spec(1))).isEqualTo(first);
  }

  @Test
  void create_releaseThatServes_returnsWhereItServes() {
    Candidate candidate = serve(1);

    assertThat(runtime.create(spec(1))).isEqualTo(candidate);
    requireOneInstance();
  }

  @Test
  void create_serverThatExits_failsWithItsLog() {
    SigilException failure = refused(Behaviour.EXITS);

    assertThat(failure.code()).isEqualTo(ErrorCode.START_FAILED);
    assertThat(failure).hasMessageContaining("no such module");
  }

  /* A platform that starts instances by itself does not tell this from one that exits. */
  @Test
  void create_serverThatNeverListens_timesOut() {
    assertThat(refused(Behaviour.NEVER_LISTENS).code())
        .isEqualTo(fixture.placesRequests() ? ErrorCode.HANDSHAKE_TIMEOUT : ErrorCode.START_FAILED);
  }

  @Test
  void create_requiredSecretMissing_saysWhich() {
    SigilException failure = refused(Behaviour.LACKS_SECRET);

    assertThat(failure.code()).isEqualTo(ErrorCode.SECRET_MISSING);
    assertThat(failure).hasMessageContaining("API_TOKEN");
  }

  @Test
  void promote_candidate_serves() {
    serve(1);

    ServerStatus status = status();
    assertThat(status.state()).isEqualTo(State.RUNNING);
    assertThat(status.release()).isEqualTo(release(SERVER, 1));
    requireOneInstance();
    assertThat(status.isolation()).isNotBlank();
  }

  @Test
  void promote_sameReleaseTwice_changesNothing() {
    serve(1);
    List<String> before = instances();

    runtime.promote(SERVER, release(SERVER, 1), 1);

    assertThat(instances()).isEqualTo(before);
  }

  @Test
  void promote_olderReleaseLate_changesNothing() {
    runtime.create(spec(1));
    serve(2);

    runtime.promote(SERVER, release(SERVER, 1), 1);

    assertThat(status().release()).isEqualTo(release(SERVER, 2));
  }

  @Test
  void promote_releaseWithoutCandidate_asksToTryAgain() {
    assertThatExceptionOfType(TransientException.class)
        .isThrownBy(() -> runtime.promote(SERVER, release(SERVER, 1), 1));
    assertThat(runtime.describe(SERVER)).isEmpty();
  }

  @Test
  void create_failsBesideAServingRelease_leavesItServing() {
    Candidate first = serve(1);

    refused(Behaviour.EXITS);

    assertThat(status().release()).isEqualTo(release(SERVER, 1));
    assertThat(listens(first)).isTrue();
  }

  @Test
  void discard_candidate_forgetsIt() {
    runtime.create(spec(1));

    runtime.discard(release(SERVER, 1));
    runtime.discard(release(SERVER, 1));

    assertThatExceptionOfType(TransientException.class)
        .isThrownBy(() -> runtime.promote(SERVER, release(SERVER, 1), 1));
  }

  @Test
  void discard_servingRelease_doesNothing() {
    Candidate candidate = serve(1);

    runtime.discard(release(SERVER, 1));

    assertThat(status().state()).isEqualTo(State.RUNNING);
    assertThat(listens(candidate)).isTrue();
  }

  @Test
  void restart_runningServer_replacesItsInstances() {
    serve(1);
    String before = leased();

    runtime.restart(SERVER);

    assertThat(leased()).isNotEqualTo(before);
    requireOneInstance();
  }

  @Test
  void pause_runningServer_isPausedUntilResumed() {
    serve(1);

    runtime.pause(SERVER);
    runtime.pause(SERVER);
    assertThat(status().state()).isEqualTo(State.PAUSED);

    runtime.resume(SERVER);
    runtime.resume(SERVER);
    assertThat(status().state()).isIn(State.SLEEPING, State.RUNNING);
  }

  @Test
  void promote_whilePaused_staysPaused() {
    serve(1);
    runtime.pause(SERVER);

    serve(2);

    assertThat(status().state()).isEqualTo(State.PAUSED);
    assertThat(status().release()).isEqualTo(release(SERVER, 2));
  }

  @Test
  void pauseResumeRestart_serverThatNeverWentLive_isNotFound() {
    for (Runnable call :
        List.<Runnable>of(
            () -> runtime.pause(SERVER),
            () -> runtime.resume(SERVER),
            () -> runtime.restart(SERVER))) {
      SigilException failure = catchThrowableOfType(SigilException.class, call::run);
      assertThat(failure.code()).isEqualTo(ErrorCode.NOT_FOUND);
    }
  }

  @Test
  void delete_servingAndCandidate_leavesNothing() {
    Candidate serving = serve(1);
    Candidate candidate = runtime.create(spec(2));

    runtime.delete(SERVER);
    runtime.delete(SERVER);

    assertThat(runtime.describe(SERVER)).isEmpty();
    assertThatExceptionOfType(TransientException.class)
        .isThrownBy(() -> runtime.promote(SERVER, release(SERVER, 2), 2));
    assertThat(serving).isNotEqualTo(candidate);
  }

  @Test
  void delete_oneServer_leavesTheOthers() {
    serve(1);
    ServerSpec other = fixture.spec(OTHER, 1, Scaling.DEFAULT, Behaviour.SERVES);
    Candidate otherCandidate = runtime.create(other);
    runtime.promote(OTHER, other.release(), 1);

    runtime.delete(SERVER);

    assertThat(runtime.describe(OTHER)).isPresent();
    assertThat(listens(otherCandidate)).isTrue();
  }

  private Candidate serve(int number) {
    Candidate candidate = runtime.create(spec(number));
    runtime.promote(SERVER, release(SERVER, number), number);
    return candidate;
  }

  private ServerSpec spec(int number) {
    return fixture.spec(SERVER, number, Scaling.DEFAULT, Behaviour.SERVES);
  }

  private SigilException refused(Behaviour behaviour) {
    ServerSpec spec = fixture.spec(SERVER, 7, Scaling.DEFAULT, behaviour);
    return catchThrowableOfType(SigilException.class, () -> runtime.create(spec));
  }

  private ServerStatus status() {
    return runtime.describe(SERVER).orElseThrow();
  }

  private List<String> instances() {
    return status().instances().stream().map(ServerStatus.Instance::id).toList();
  }

  private void requireOneInstance() {
    if (fixture.placesRequests()) {
      assertThat(instances()).hasSize(1);
    }
  }

  /** Names the instance that the next request would be sent to. */
  private String leased() {
    CompletableFuture<Lease> acquired =
        fixture.router().acquire(SERVER, null).toCompletableFuture();
    try (Lease lease = acquired.orTimeout(20, TimeUnit.SECONDS).join()) {
      return lease.instance();
    }
  }

  private static boolean listens(Candidate candidate) {
    URI endpoint = candidate.endpoint();
    try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
