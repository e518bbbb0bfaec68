package dev.sigil.gcp.runtime;

import com.google.cloud.run.v2.Service;
import com.google.cloud.run.v2.ServicesClient;
import com.google.cloud.run.v2.ServicesSettings;
import dev.sigil.core.build.Scaling;
import dev.sigil.core.build.SecretRequirement;
import dev.sigil.core.deploy.ServerRuntime.Candidate;
import dev.sigil.core.deploy.ServerRuntime.ServerSpec;
import dev.sigil.core.gateway.InstanceRouter.Lease;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.secret.SecretName;
import dev.sigil.gcp.Cell;
import dev.sigil.gcp.GcpConfig;
import dev.sigil.gcp.Names;
import dev.sigil.gcp.fake.FakeCloudRun;
import dev.sigil.gcp.fake.FakeGoogleCloud;
import dev.sigil.gcp.fake.FakeIam;
import dev.sigil.gcp.fake.FakeIamCredentials;
import dev.sigil.gcp.fake.FakeOperations;
import dev.sigil.gcp.fake.FakePolicies;
import dev.sigil.gcp.fake.FakeSecretManager;
import dev.sigil.gcp.secret.SecretManagerVault;
import dev.sigil.testkit.deploy.RuntimeFixture;
import dev.sigil.testkit.log.MemoryLogs;
import dev.sigil.testkit.store.MemoryDocumentStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The runtime over fakes of every Google service that it calls, with servers that answer. */
final class CloudRunFixture implements RuntimeFixture {
  static final String PROJECT = "sigil-prod";
  static final String GATEWAY = "gateway@sigil-prod.iam.gserviceaccount.com";
  static final String REPOSITORY = "europe-west1-docker.pkg.dev/sigil-prod/sigil-servers";
  static final Cell CELL = new Cell(PROJECT, "europe-west1");

  private static final GcpConfig CONFIG =
      new GcpConfig(
          CELL,
          List.of(CELL),
          "(default)",
          "sigil-",
          "sources",
          REPOSITORY,
          "build",
          GATEWAY,
          null);
  private static final CloudRunSettings QUICK =
      new CloudRunSettings(
          1_000,
          Duration.ofMillis(2),
          Duration.ofMillis(20),
          Duration.ofSeconds(5),
          Duration.ofMinutes(2),
          Duration.ofMinutes(15),
          Duration.ZERO);

  final MemoryDocumentStore store = new MemoryDocumentStore();
  final MemoryLogs logs = new MemoryLogs();
  final TinyServers servers = new TinyServers(logs);
  final FakeIam iam = new FakeIam(GATEWAY);
  final FakePolicies policies = new FakePolicies(iam);
  final FakeOperations operations = new FakeOperations();
  final FakeIamCredentials credentials = new FakeIamCredentials(iam, InstantSource.system());
  final FakeSecretManager secretManager = new FakeSecretManager(InstantSource.system(), policies);
  final AtomicInteger secretRefusals = new AtomicInteger();
  final FakeCloudRun cloudRun =
      new FakeCloudRun(iam, credentials, policies, this::read, servers, operations);
  final FakeGoogleCloud cloud =
      FakeGoogleCloud.start(
          cloudRun.services(), cloudRun.revisions(), operations, iam, credentials, secretManager);
  final SortedMap<String, String> environment = new TreeMap<>();
  final Connections connections = new Connections(cloud.clients());
  final HttpClient http = HttpClient.newHttpClient();
  final SecretManagerVault secrets =
      SecretManagerVault.open(cloud.clients(), CONFIG, InstantSource.system());
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final CloudRunServerRuntime runtime = open();
  private final CloudRunInstanceRouter router =
      new CloudRunInstanceRouter(
          store,
          IdentityTokens.impersonating(
              connections.credentials(), GATEWAY, executor, InstantSource.system()),
          Duration.ZERO,
          executor,
          InstantSource.system());

  private CloudRunServerRuntime open() {
    return new CloudRunServerRuntime(
        CONFIG, cloud.clients(), store, secrets, logs, QUICK, InstantSource.system());
  }

  /* Also plays IAM, which tells Secret Manager of a binding only after a while. */
  private Optional<String> read(String secret, String version, String email) {
    return secretRefusals.getAndDecrement() > 0
        ? Optional.empty()
        : secretManager.read(secret, version, email);
  }

  @Override
  public CloudRunServerRuntime runtime() {
    return runtime;
  }

  @Override
  public CloudRunInstanceRouter router() {
    return router;
  }

  @Override
  public boolean placesRequests() {
    return false;
  }

  @Override
  public ServerSpec spec(
      DeploymentId deployment, int number, Scaling scaling, Behaviour behaviour) {
    List<SecretRequirement> required =
        behaviour == Behaviour.LACKS_SECRET
            ? List.of(new SecretRequirement(new SecretName("API_TOKEN"), "", true))
            : List.of();
    return RuntimeFixture.httpServer(
        deployment,
        number,
        servers.image(RuntimeFixture.release(deployment, number), behaviour),
        List.of("unused"),
        environment,
        required,
        scaling);
  }

  Candidate serve(ServerSpec spec) {
    Candidate candidate = runtime.create(spec);
    runtime.promote(spec.deployment(), spec.release(), spec.number());
    return candidate;
  }

  Service service(DeploymentId deployment) {
    try (ServicesClient client =
        ServicesClient.create(
            cloud
                .clients()
                .connect(
                    ServicesSettings.newBuilder(),
                    ServicesSettings.defaultGrpcTransportProviderBuilder(),
                    "unused")
                .build())) {
      return client.getService(CELL.location() + "/services/" + Names.service(deployment));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Lease lease(DeploymentId deployment, @Nullable String instance) {
    return router
        .acquire(deployment, instance)
        .toCompletableFuture()
        .orTimeout(20, TimeUnit.SECONDS)
        .join();
  }

  HttpResponse<String> get(Lease lease) {
    return get(lease.endpoint(), lease.headers());
  }

  HttpResponse<String> get(URI endpoint, Map<String, String> headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(endpoint).timeout(Duration.ofSeconds(10));
    headers.forEach(request::header);
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    runtime.close();
    secrets.close();
    connections.close();
    cloudRun.close();
    cloud.close();
    executor.shutdownNow();
    http.close();
  }
}
