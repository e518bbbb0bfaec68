package dev.sigil.gcp.runtime;

import static dev.sigil.testkit.deploy.RuntimeFixture.release;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.cloud.run.v2.Condition;
import com.google.cloud.run.v2.Container;
import com.google.cloud.run.v2.CreateServiceRequest;
import com.google.cloud.run.v2.ExecutionEnvironment;
import com.google.cloud.run.v2.IngressTraffic;
import com.google.cloud.run.v2.RevisionTemplate;
import com.google.cloud.run.v2.Service;
import com.google.cloud.run.v2.ServiceScaling.ScalingMode;
import com.google.cloud.run.v2.TrafficTarget;
import com.google.cloud.run.v2.UpdateServiceRequest;
import com.google.iam.v1.Binding;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.build.Artifact;
import dev.sigil.core.build.Scaling;
import dev.sigil.core.deploy.ServerRuntime.Candidate;
import dev.sigil.core.deploy.ServerRuntime.ServerSpec;
import dev.sigil.core.deploy.ServerStatus.State;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.secret.SecretName;
import dev.sigil.gcp.Names;
import dev.sigil.testkit.deploy.RuntimeFixture.Behaviour;
import io.grpc.Status;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudRunServerRuntimeTest {
  private static final DeploymentId SERVER = new DeploymentId("server0001");
  private static final SecretName TOKEN = new SecretName("API_TOKEN");
  private static final String ACCOUNT = Names.accountEmail(SERVER, CloudRunFixture.PROJECT);
  private static final String SECRET = "projects/sigil-prod/secrets/" + Names.secret(SERVER, TOKEN);

  private final CloudRunFixture fixture = new CloudRunFixture();
  private final CloudRunServerRuntime runtime = fixture.runtime();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void create_firstRelease_isPrivateAndRunsAsItsOwnAccount() {
    fixture.environment.put("GREETING", "hello");
    fixture.environment.put("PORT", "1");
    fixture.environment.put("K_SERVICE", "other");
    runtime.create(spec(1));

    Service service = fixture.service(SERVER);
    assertThat(service.getIngress()).isEqualTo(IngressTraffic.INGRESS_TRAFFIC_ALL);
    assertThat(service.getInvokerIamDisabled()).isFalse();
    assertThat(fixture.policies.get(service.getName()).getBindingsList())
        .containsExactly(
            Binding.newBuilder()
                .setRole("roles/run.invoker")
                .addMembers("serviceAccount:" + CloudRunFixture.GATEWAY)
                .build());
    assertThat(service.getLabelsMap())
        .isEqualTo(Map.of("sigil-deployment", "server0001", "sigil-workspace", "local"));
    RevisionTemplate template = service.getTemplate();
    assertThat(template.getServiceAccount()).isEqualTo(ACCOUNT);
    assertThat(fixture.iam.accounts()).contains(ACCOUNT);
    assertThat(template.getRevision()).isEqualTo("sigil-server0001-r1");
    assertThat(template.getSessionAffinity()).isTrue();
    assertThat(template.getExecutionEnvironment())
        .isEqualTo(ExecutionEnvironment.EXECUTION_ENVIRONMENT_GEN2);
    Container container = template.getContainers(0);
    assertThat(container.getEnvList())
        .singleElement()
        .satisfies(variable -> assertThat(variable.getName()).isEqualTo("GREETING"));
    assertThat(container.getResources().getCpuIdle()).isTrue();
    assertThat(container.getResources().getStartupCpuBoost()).isTrue();
  }

  @Test
  void create_imageByTag_isRefused() {
    ServerSpec spec = spec(1);
    ServerSpec tagged =
        new ServerSpec(
            spec.workspace(),
            spec.deployment(),
            spec.release(),
            1,
            new Artifact(CloudRunFixture.REPOSITORY + "/server0001:latest"),
            spec.plan());

    assertThat(refusal(tagged).code()).isEqualTo(ErrorCode.START_FAILED);
    assertThat(fixture.cloudRun.names()).isEmpty();
  }

  @Test
  void candidate_isReachedByTheGatewayOnly() {
    Candidate candidate = runtime.create(spec(1));

    assertThat(fixture.get(candidate.endpoint(), Map.of()).statusCode()).isEqualTo(403);
    assertThat(
            fixture
                .get(candidate.endpoint(), Map.of("X-Serverless-Authorization", "Bearer a.b.c"))
                .statusCode())
        .isEqualTo(401);
    HttpResponse<String> answer = fixture.get(candidate.endpoint(), candidate.headers());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).endsWith(".SIGNATURE_REMOVED_BY_GOOGLE");
  }

  @Test
  void candidate_ofAnotherServer_doesNotTakeItsToken() {
    DeploymentId other = new DeploymentId("server0002");
    Candidate first = runtime.create(spec(1));
    Candidate second = runtime.create(fixture.spec(other, 1, Scaling.DEFAULT, Behaviour.SERVES));

    assertThat(fixture.get(second.endpoint(), first.headers()).statusCode()).isEqualTo(401);
  }

  @Test
  void create_secondRelease_getsNoTrafficUntilPromoted() {
    fixture.serve(spec(1));
    runtime.create(spec(2));
    assertThat(traffic()).containsExactly("r1=100", "r2=0");

    runtime.promote(SERVER, release(SERVER, 2), 2);
    assertThat(traffic()).containsExactly("r1=0", "r2=100");

    fixture.serve(spec(3));
    assertThat(traffic()).containsExactly("r2=0", "r3=100");
  }

  @Test
  void create_withSecrets_mountsWhatItsAccountAloneMayRead() {
    fixture.secrets.put(SERVER, TOKEN, "first");
    Candidate candidate = fixture.serve(spec(1));
    assertThat(fixture.get(candidate.endpoint(), candidate.headers()).body()).contains("first");
    assertThat(fixture.policies.get(SECRET).getBindingsList())
        .containsExactly(
            Binding.newBuilder()
                .setRole("roles/secretmanager.secretAccessor")
                .addMembers("serviceAccount:" + ACCOUNT)
                .build());

    fixture.secrets.put(SERVER, TOKEN, "second");
    assertThat(fixture.get(candidate.endpoint(), candidate.headers()).body()).contains("first");
    runtime.restart(SERVER);

    assertThat(fixture.get(fixture.lease(SERVER, null)).body()).contains("second");
  }

  @Test
  void preview_startsWithTheSecretsOfItsServer_andLosesOnlyItsOwnAccess() {
    DeploymentId preview = new DeploymentId("preview0001");
    fixture.secrets.put(SERVER, TOKEN, "lent");
    fixture.serve(spec(1));
    Candidate candidate = fixture.serve(lent(preview));
    assertThat(fixture.get(candidate.endpoint(), candidate.headers()).body()).contains("lent");
    fixture.secrets.put(SERVER, TOKEN, "changed");
    runtime.restart(preview);
    assertThat(fixture.get(fixture.lease(preview, null)).body()).contains("changed");

    runtime.delete(preview);

    assertThat(fixture.policies.get(SECRET).getBindingsList())
        .flatExtracting(Binding::getMembersList)
        .containsExactly("serviceAccount:" + ACCOUNT);
  }

  private ServerSpec lent(DeploymentId preview) {
    ServerSpec own = fixture.spec(preview, 1, Scaling.DEFAULT, Behaviour.SERVES);
    return new ServerSpec(
        own.workspace(), preview, own.release(), 1, own.artifact(), own.plan(), SERVER);
  }

  @Test
  void request_secretPutTwiceSinceTheStart_wakesWithTheNewest() {
    fixture.secrets.put(SERVER, TOKEN, "first");
    fixture.serve(spec(1));
    fixture.secrets.put(SERVER, TOKEN, "second");
    fixture.secrets.put(SERVER, TOKEN, "third");

    fixture.cloudRun.idle();

    assertThat(fixture.get(fixture.lease(SERVER, null)).body()).contains("third");
  }

  @Test
  void create_accountNotSeenByOthersYet_waits() {
    fixture.secrets.put(SERVER, TOKEN, "value");
    fixture.iam.delayVisibility(3);

    assertThat(runtime.create(spec(1)).headers()).isNotEmpty();
  }

  @Test
  void create_secretsNotReadableYet_startsWithTheNextDelivery() {
    fixture.serve(spec(1));
    fixture.secrets.put(SERVER, TOKEN, "value");
    fixture.secretRefusals.set(1);

    assertThatExceptionOfType(TransientException.class).isThrownBy(() -> runtime.create(spec(2)));
    fixture.serve(spec(2));

    assertThat(fixture.get(fixture.lease(SERVER, null)).body()).contains("value");
    assertThat(traffic()).containsExactly("r1=0", "r2-2=100");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GetService",
        "GetRevision",
        "GetServiceAccount",
        "CreateServiceAccount",
        "GetSecretVersion",
        "GetIamPolicy",
        "SetIamPolicy",
        "CreateService",
        "GetOperation",
        "GenerateIdToken"
      })
  void create_repeatedAfterACrashAtAnyCall_makesOneCandidate(String method) {
    fixture.secrets.put(SERVER, TOKEN, "value");
    for (boolean lost : new boolean[] {false, true}) {
      if (lost) {
        fixture.cloud.loseAnswer(method, Status.INTERNAL, 1);
      } else {
        fixture.cloud.refuse(method, Status.INTERNAL, 1);
      }
      assertThatExceptionOfType(TransientException.class).isThrownBy(() -> runtime.create(spec(1)));
      Candidate candidate = runtime.create(spec(1));

      assertThat(fixture.get(candidate.endpoint(), candidate.headers()).statusCode())
          .isEqualTo(200);
      assertThat(traffic()).containsExactly("r1=100");
      runtime.delete(SERVER);
      assertThat(fixture.cloudRun.names()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GetService", "UpdateService", "GetOperation", "GetRevision"})
  void promote_repeatedAfterACrashAtAnyCall_serves(String method) {
    fixture.serve(spec(1));
    runtime.create(spec(2));
    fixture.cloud.loseAnswer(method, Status.INTERNAL, 1);

    assertThatExceptionOfType(TransientException.class)
        .isThrownBy(() -> runtime.promote(SERVER, release(SERVER, 2), 2));
    runtime.promote(SERVER, release(SERVER, 2), 2);

    assertThat(runtime.describe(SERVER).orElseThrow().release()).isEqualTo(release(SERVER, 2));
    assertThat(traffic()).containsExactly("r1=0", "r2=100");
    assertThat(fixture.get(fixture.lease(SERVER, null)).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RESOURCE_EXHAUSTED", "UNAVAILABLE", "ABORTED", "DEADLINE_EXCEEDED"})
  void create_refusedForNow_asksToTryAgain(String code) {
    fixture.cloud.refuse("CreateService", Status.Code.valueOf(code).toStatus(), 1);

    assertThatExceptionOfType(TransientException.class).isThrownBy(() -> runtime.create(spec(1)));
    assertThat(runtime.create(spec(1)).headers()).isNotEmpty();
  }

  @Test
  void create_refusedForGood_saysWhatCloudRunSays() {
    fixture.cloud.refuse(
        "CreateService",
        Status.INVALID_ARGUMENT.withDescription("Image 'x' must support amd64/linux."),
        1);

    SigilException refusal = refusal(spec(1));

    assertThat(refusal.code()).isEqualTo(ErrorCode.START_FAILED);
    assertThat(refusal).hasMessageContaining("Image 'x' must support amd64/linux");
  }

  @Test
  void create_slowOperation_isWaitedFor() {
    fixture.operations.take(5);

    assertThat(runtime.create(spec(1)).headers()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "CONTAINER_MISSING, START_FAILED",
    "CONTAINER_IMAGE_UNAUTHORIZED, START_FAILED",
    "PROGRESS_DEADLINE_EXCEEDED, HANDSHAKE_TIMEOUT"
  })
  void create_revisionFails_saysWhyAndLeavesNothing(Condition.CommonReason reason, ErrorCode code) {
    fixture.cloudRun.failNextStart(
        Condition.newBuilder().setReason(reason).setMessage("It did not come up."));

    SigilException refusal = refusal(spec(1));

    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal).hasMessageContaining("It did not come up.");
    assertThat(fixture.cloudRun.names()).isEmpty();
  }

  @Test
  void create_revisionFailsForNow_asksToTryAgain() {
    fixture.cloudRun.failNextStart(
        Condition.newBuilder().setReason(Condition.CommonReason.INTERNAL).setMessage("Oh."));

    assertThatExceptionOfType(TransientException.class).isThrownBy(() -> runtime.create(spec(1)));
    assertThat(runtime.create(spec(1)).headers()).isNotEmpty();
  }

  @Test
  void create_failedReleaseAgain_failsAlikeAndTagsNothing() {
    fixture.serve(spec(1));
    ServerSpec broken = fixture.spec(SERVER, 2, Scaling.DEFAULT, Behaviour.EXITS);
    SigilException first = refusal(broken);

    assertThat(refusal(broken)).hasMessage(first.getMessage());
    assertThat(traffic()).containsExactly("r1=100");
  }

  @Test
  void changes_newestRevisionHasFailed_areMadeAllTheSame() {
    fixture.serve(spec(1));
    runtime.create(spec(2));
    refusal(fixture.spec(SERVER, 3, Scaling.DEFAULT, Behaviour.EXITS));

    runtime.promote(SERVER, release(SERVER, 2), 2);
    runtime.pause(SERVER);
    runtime.resume(SERVER);

    assertThat(traffic()).containsExactly("r1=0", "r2=100");
    assertThat(runtime.describe(SERVER).orElseThrow().state()).isEqualTo(State.RUNNING);
    assertThat(fixture.get(fixture.lease(SERVER, null)).statusCode()).isEqualTo(200);
  }

  @Test
  void promote_serviceChangedMeanwhile_decidesAnew() {
    fixture.serve(spec(1));
    runtime.create(spec(2));
    fixture.cloud.refuse("UpdateService", Status.ABORTED, 2);

    runtime.promote(SERVER, release(SERVER, 2), 2);

    assertThat(traffic()).containsExactly("r1=0", "r2=100");
  }

  @Test
  void promote_manyInstances_areBoundedByTheService() {
    fixture.serve(
        fixture.spec(SERVER, 1, new Scaling(1, 4, 8, Duration.ofMinutes(15)), Behaviour.SERVES));

    Service service = fixture.service(SERVER);
    assertThat(service.getScaling().getScalingMode()).isEqualTo(ScalingMode.AUTOMATIC);
    assertThat(service.getScaling().getMinInstanceCount()).isOne();
    assertThat(service.getScaling().getMaxInstanceCount()).isEqualTo(4);
    assertThat(service.getTemplate().getMaxInstanceRequestConcurrency()).isEqualTo(8);
  }

  @Test
  void pause_runningServer_endsItsInstancesButLetsCandidatesStart() {
    fixture.serve(spec(1));
    runtime.pause(SERVER);
    assertThat(fixture.service(SERVER).getScaling()).isEqualTo(HostedService.none());

    Candidate candidate = runtime.create(spec(2));
    assertThat(fixture.get(candidate.endpoint(), candidate.headers()).statusCode()).isEqualTo(200);
    assertThat(runtime.describe(SERVER).orElseThrow().state()).isEqualTo(State.PAUSED);
    runtime.promote(SERVER, release(SERVER, 2), 2);
    assertThat(fixture.service(SERVER).getScaling()).isEqualTo(HostedService.none());

    runtime.resume(SERVER);
    assertThat(fixture.service(SERVER).getScaling())
        .isEqualTo(HostedService.automatic(0, Scaling.DEFAULT.maxInstances()));
  }

  @Test
  void discard_candidateOfPausedServer_leavesItWithoutInstances() {
    fixture.serve(spec(1));
    runtime.pause(SERVER);
    runtime.create(spec(2));

    runtime.discard(release(SERVER, 2));

    assertThat(fixture.service(SERVER).getScaling()).isEqualTo(HostedService.none());
    assertThat(traffic()).containsExactly("r1=100");
  }

  @Test
  void discard_onlyRelease_leavesNoService() {
    runtime.create(spec(1));

    runtime.discard(release(SERVER, 1));

    assertThat(fixture.cloudRun.names()).isEmpty();
    assertThat(runtime.create(spec(2)).headers()).isNotEmpty();
  }

  @Test
  void discard_firstOfTwoCandidates_leavesTheOther() {
    runtime.create(spec(1));
    runtime.create(spec(2));

    runtime.discard(release(SERVER, 1));

    assertThat(traffic()).containsExactly("r2=100");
    assertThat(runtime.describe(SERVER)).isEmpty();
  }

  @Test
  void discard_afterRestart_doesNotTouchWhatServes() {
    fixture.serve(spec(1));
    runtime.restart(SERVER);

    runtime.discard(release(SERVER, 1));

    assertThat(fixture.get(fixture.lease(SERVER, null)).statusCode()).isEqualTo(200);
  }

  @Test
  void restart_failing_leavesTheServerServing() {
    fixture.serve(spec(1));
    fixture.cloudRun.failNextStart(
        Condition.newBuilder()
            .setRevisionReason(Condition.RevisionReason.HEALTH_CHECK_CONTAINER_ERROR)
            .setMessage("It exits."));

    assertThatExceptionOfType(SigilException.class).isThrownBy(() -> runtime.restart(SERVER));
    assertThat(traffic()).containsExactly("r1=100");
    runtime.restart(SERVER);

    assertThat(traffic()).containsExactly("r1=0", "r1-3=100");
  }

  @Test
  void delete_server_leavesNoAccountNoRightAndNoPlace() {
    fixture.secrets.put(SERVER, TOKEN, "value");
    fixture.serve(spec(1));

    runtime.delete(SERVER);
    runtime.delete(SERVER);

    assertThat(fixture.cloudRun.names()).isEmpty();
    assertThat(fixture.iam.accounts()).containsExactly(CloudRunFixture.GATEWAY);
    assertThat(fixture.policies.get(SECRET).getBindingsList()).isEmpty();
    assertThat(fixture.store.get("placements", SERVER.value())).isEmpty();
    assertThat(fixture.store.get("routes", SERVER.value())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"DeleteService", "GetOperation", "SetIamPolicy", "DeleteServiceAccount"})
  void delete_repeatedAfterACrashAtAnyCall_finishes(String method) {
    fixture.secrets.put(SERVER, TOKEN, "value");
    fixture.serve(spec(1));
    fixture.cloud.loseAnswer(method, Status.INTERNAL, 1);

    assertThatExceptionOfType(TransientException.class).isThrownBy(() -> runtime.delete(SERVER));
    runtime.delete(SERVER);

    assertThat(fixture.cloudRun.names()).isEmpty();
    assertThat(fixture.iam.accounts()).containsExactly(CloudRunFixture.GATEWAY);
    assertThat(fixture.store.get("placements", SERVER.value())).isEmpty();
  }

  @Test
  void release_toLive_costsTwoWritesOfServices() {
    fixture.serve(spec(1));

    assertThat(fixture.cloud.requests(CreateServiceRequest.class)).hasSize(1);
    assertThat(fixture.cloud.requests(UpdateServiceRequest.class)).hasSize(1);
    fixture.serve(spec(2));
    assertThat(fixture.cloud.requests(UpdateServiceRequest.class)).hasSize(3);
  }

  private ServerSpec spec(int number) {
    return fixture.spec(SERVER, number, Scaling.DEFAULT, Behaviour.SERVES);
  }

  private SigilException refusal(ServerSpec spec) {
    return catchThrowableOfType(SigilException.class, () -> runtime.create(spec));
  }

  private List<String> traffic() {
    List<TrafficTarget> targets = fixture.service(SERVER).getTrafficList();
    assertThat(Set.copyOf(targets)).hasSameSizeAs(targets);
    return targets.stream().map(target -> target.getTag() + "=" + target.getPercent()).toList();
  }
}
