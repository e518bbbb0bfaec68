package dev.sigil.gcp.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.google.cloudbuild.v1.Build;
import com.google.cloudbuild.v1.BuildOptions.MachineType;
import com.google.cloudbuild.v1.CancelBuildRequest;
import com.google.cloudbuild.v1.CreateBuildRequest;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.build.ImageBuilder;
import dev.sigil.core.build.Language;
import dev.sigil.core.deploy.Failure;
import dev.sigil.core.event.BuildFinished;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.Repository;
import dev.sigil.core.source.SourceLimits;
import dev.sigil.gcp.Cell;
import dev.sigil.gcp.GcpClients;
import dev.sigil.gcp.GcpConfig;
import dev.sigil.gcp.fake.FakeArtifactRegistry;
import dev.sigil.gcp.fake.FakeCloudBuild;
import dev.sigil.gcp.fake.FakeCloudStorage;
import dev.sigil.gcp.fake.FakeEndpoint;
import dev.sigil.gcp.fake.FakeGoogleCloud;
import dev.sigil.gcp.fake.FakeOperations;
import dev.sigil.testkit.build.ImageBuilderContract;
import dev.sigil.testkit.event.MemoryEvents;
import dev.sigil.testkit.source.FakeSourceFetcher;
import dev.sigil.testkit.source.MemorySourceTree;
import dev.sigil.testkit.store.MemoryDocumentStore;
import dev.sigil.testkit.time.MutableClock;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CloudBuildImageBuilderTest extends ImageBuilderContract {
  private static final Cell HOME = new Cell("sigil-test", "europe-west1");
  private static final String TOKEN = "ya29.test";
  private static final DeploymentId DEPLOYMENT = release("aaaa").deployment();
  private static final String IMAGE =
      "europe-west1-docker.pkg.dev/sigil-test/sigil-servers/" + DEPLOYMENT;
  private static final Repository REPOSITORY =
      new Repository("https://github.com/acme/weather.git");

  private final MutableClock clock = new MutableClock();
  private final MemoryEvents events = new MemoryEvents();
  private final MemoryDocumentStore store = new MemoryDocumentStore();
  private final FakeSourceFetcher sources = new FakeSourceFetcher();
  private final CommandWorker worker = new CommandWorker();
  private final FakeCloudStorage storage = FakeCloudStorage.start("sigil-sources", TOKEN);
  private final FakeOperations operations = new FakeOperations();
  private final FakeArtifactRegistry registry = new FakeArtifactRegistry(operations);
  private final FakeCloudBuild cloudBuild =
      new FakeCloudBuild(HOME, storage, registry, worker, this::tell, clock);
  private final FakeGoogleCloud cloud = FakeGoogleCloud.start(cloudBuild, registry, operations);
  private final FakeEndpoint endpoint = FakeEndpoint.start(cloud.endpoint(), storage.endpoint());
  private final GcpConfig config =
      new GcpConfig(
          HOME,
          List.of(HOME),
          "(default)",
          "sigil-",
          "sigil-sources",
          "europe-west1-docker.pkg.dev/sigil-test/sigil-servers",
          "sigil-build@sigil-test.iam.gserviceaccount.com",
          "sigil-gateway@sigil-test.iam.gserviceaccount.com",
          endpoint.address());
  private final CloudBuildEvents reader = CloudBuildEvents.of(config, BuildLogs.NONE);
  private Commit commit = Commit.NONE;
  private CloudBuildImageBuilder builder;

  @BeforeEach
  void open() {
    commit = sources.push(REPOSITORY, "main", MemorySourceTree.of("server.txt", "served"));
    builder =
        new CloudBuildImageBuilder(
            config,
            new BuildSettings(
                Duration.ofMinutes(15),
                Duration.ofMinutes(30),
                MachineType.E2_HIGHCPU_8,
                SourceLimits.DEFAULT),
            new GcpClients(endpoint.address()),
            uri -> Map.of("Authorization", List.of("Bearer " + TOKEN)),
            store,
            sources,
            events,
            build -> List.of("npm error 404", "left-padd is not in this registry"),
            clock);
  }

  @AfterEach
  void close() {
    builder.close();
    endpoint.close();
    cloud.close();
    cloudBuild.close();
    storage.close();
  }

  private void tell(Map<String, String> attributes, String data) {
    reader.translate(attributes, data).ifPresent(events::publish);
  }

  @Override
  protected Repository repository() {
    return REPOSITORY;
  }

  @Override
  protected Commit commit() {
    return commit;
  }

  @Override
  protected ImageBuilder builder() {
    return builder;
  }

  @Override
  protected List<BuildFinished> awaitOutcomes(int count) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> events.published(BuildFinished.class), found -> found.size() >= count);
  }

  @Test
  void artifact_isTheDigestThatWasPushed() {
    builder.submit(request("aaaa", plan(step("true"))));

    String reference = Objects.requireNonNull(awaitOutcomes(1).getFirst().artifact()).reference();
    assertThat(reference).startsWith(IMAGE + "@sha256:");
    assertThat(registry.images().get(IMAGE))
        .containsExactly(reference.substring(reference.indexOf('@') + 1));
  }

  @Test
  void worker_isGivenTheTreeAndNothingElse() {
    builder.submit(
        request("aaaa", plan(step("cat", "server.txt"), step("test", "!", "-e", "Dockerfile"))));

    assertThat(awaitOutcomes(1).getFirst().artifact()).isNotNull();
    assertThat(worker.orders().getFirst().dockerfile()).startsWith("FROM scratch");
    assertThat(worker.orders().getFirst().labels())
        .containsEntry("dev.sigil.release", release("aaaa").value());
  }

  @Test
  void ownDockerfile_isBuiltFirstAndExtended() {
    commit =
        sources.push(
            REPOSITORY,
            "main",
            MemorySourceTree.of("Dockerfile", "# syntax=evil/frontend\nFROM scratch\n"));

    builder.submit(request("aaaa", plan(Language.CONTAINER, List.of())));

    assertThat(awaitOutcomes(1).getFirst().artifact()).isNotNull();
    assertThat(worker.orders()).hasSize(2);
    assertThat(worker.orders().get(0).dockerfile()).contains("evil/frontend");
    assertThat(worker.orders().get(0).arguments())
        .containsEntry("BUILDKIT_SYNTAX", "docker/dockerfile:1.7");
    assertThat(worker.orders().get(1).built())
        .containsKey(worker.orders().get(1).arguments().get("SOURCE_IMAGE"));
  }

  @Test
  void submit_twiceAtOnce_buildsOnce() {
    builder.submit(request("aaaa", plan(step("sleep", "0.3"))));
    builder.submit(request("aaaa", plan(step("sleep", "0.3"))));

    awaitOutcomes(1);
    assertThat(cloudBuild.builds()).hasSize(1);
    assertThat(events.published(BuildFinished.class)).hasSize(1);
  }

  @Test
  void submit_afterTheAnswerWasLost_findsTheBuild() {
    cloud.loseAnswer("CreateBuild", Status.UNAVAILABLE, 1);
    assertThatExceptionOfType(TransientException.class)
        .isThrownBy(() -> builder.submit(request("aaaa", plan(step("true")))));
    awaitOutcomes(1);

    builder.submit(request("aaaa", plan(step("true"))));

    assertThat(awaitOutcomes(2).get(1)).isEqualTo(awaitOutcomes(2).get(0));
    assertThat(cloudBuild.builds()).hasSize(1);
  }

  @Test
  void submit_afterTheRequestWasLost_waitsAndThenBuilds() {
    cloud.refuse("CreateBuild", Status.UNAVAILABLE, 1);
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatExceptionOfType(TransientException.class)
          .isThrownBy(() -> builder.submit(request("aaaa", plan(step("true")))));
    }
    assertThat(cloudBuild.builds()).isEmpty();

    clock.advance(Duration.ofMinutes(3));
    builder.submit(request("aaaa", plan(step("true"))));

    assertThat(awaitOutcomes(1).getFirst().artifact()).isNotNull();
    assertThat(cloudBuild.builds()).hasSize(1);
  }

  @Test
  void submit_beyondTheQuota_isTriedAgainAtOnce() {
    cloud.refuse("CreateBuild", Status.RESOURCE_EXHAUSTED, 1);
    assertThatExceptionOfType(TransientException.class)
        .isThrownBy(() -> builder.submit(request("aaaa", plan(step("true")))))
        .withMessageContaining("RESOURCE_EXHAUSTED");

    builder.submit(request("aaaa", plan(step("true"))));

    assertThat(awaitOutcomes(1).getFirst().artifact()).isNotNull();
  }

  @Test
  void submit_ofWhatCloudBuildRefuses_fails() {
    cloud.refuse("CreateBuild", Status.INVALID_ARGUMENT, 1);

    assertThatExceptionOfType(SigilException.class)
        .isThrownBy(() -> builder.submit(request("aaaa", plan(step("true")))))
        .matches(e -> e.code() == ErrorCode.INTERNAL);
  }

  @Test
  void submit_whenTheBuildIsForgotten_buildsAgain() {
    builder.submit(request("aaaa", plan(step("true"))));
    awaitOutcomes(1);
    cloudBuild.forget(cloudBuild.builds().getFirst().getId());

    builder.submit(request("aaaa", plan(step("true"))));

    assertThat(awaitOutcomes(2).get(1)).isEqualTo(awaitOutcomes(2).get(0));
  }

  @Test
  void outcome_publishedAgain_hasTheEndOfTheLog() {
    builder.submit(request("aaaa", plan(step("false"))));
    awaitOutcomes(1);

    builder.submit(request("aaaa", plan(step("false"))));

    Failure failure = Objects.requireNonNull(awaitOutcomes(2).get(1).failure());
    assertThat(failure.reason())
        .isEqualTo(
            "The build of the image ended with exit code 1: npm error 404 |"
                + " left-padd is not in this registry");
  }

  @Test
  void cancel_stopsTheBuild() {
    builder.submit(request("aaaa", plan(step("sleep", "60"))));
    await().until(() -> !worker.orders().isEmpty());

    builder.cancel(release("aaaa"));
    builder.cancel(release("aaaa"));

    assertThat(cloudBuild.builds().getFirst().getStatus()).isEqualTo(Build.Status.CANCELLED);
    assertThat(cloud.requests(CancelBuildRequest.class)).hasSize(1);
  }

  @Test
  void cancel_ofABuildWhoseIdIsLost_findsIt() {
    cloud.loseAnswer("CreateBuild", Status.DEADLINE_EXCEEDED, 1);
    assertThatExceptionOfType(TransientException.class)
        .isThrownBy(() -> builder.submit(request("aaaa", plan(step("sleep", "60")))));

    builder.cancel(release("aaaa"));

    assertThat(cloudBuild.builds().getFirst().getStatus()).isEqualTo(Build.Status.CANCELLED);
  }

  @Test
  void deleteAll_leavesNothing() {
    operations.take(3);
    builder.submit(request("aaaa", plan(step("true"))));
    builder.submit(request("bbbb", plan(step("sleep", "60"))));
    awaitOutcomes(1);

    builder.deleteAll(DEPLOYMENT);

    assertThat(registry.images()).isEmpty();
    assertThat(storage.objects()).isEmpty();
    assertThat(store.get("cloudBuilds", release("aaaa").value())).isEmpty();
    assertThat(cloudBuild.builds())
        .extracting(Build::getStatus)
        .containsExactly(Build.Status.SUCCESS, Build.Status.CANCELLED);
  }

  @Test
  void deleteAll_duringAnOutage_isTriedAgain() {
    builder.submit(request("aaaa", plan(step("true"))));
    awaitOutcomes(1);
    cloud.refuse("DeletePackage", Status.UNAVAILABLE, 1);

    assertThatExceptionOfType(TransientException.class)
        .isThrownBy(() -> builder.deleteAll(DEPLOYMENT));
    builder.deleteAll(DEPLOYMENT);

    assertThat(registry.images()).isEmpty();
  }

  @Test
  void request_carriesNoSecretAndNoSubstitution() {
    builder.submit(request("aaaa", plan(step("true"))));

    Build build = cloud.requests(CreateBuildRequest.class).getFirst().getBuild();
    assertThat(build.getSubstitutionsMap()).isEmpty();
    assertThat(build.getAvailableSecrets().getSecretManagerCount()).isZero();
    assertThat(build.toString()).doesNotContain(TOKEN).doesNotContain("--network");
  }
}
