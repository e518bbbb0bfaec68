package dev.sigil.gcp.build;

import com.google.api.gax.longrunning.OperationTimedPollAlgorithm;
import com.google.api.gax.retrying.RetrySettings;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.devtools.artifactregistry.v1.ArtifactRegistryClient;
import com.google.devtools.artifactregistry.v1.ArtifactRegistrySettings;
import com.google.devtools.artifactregistry.v1.DeletePackageRequest;
import dev.sigil.core.TransientException;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.gcp.GcpClients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/** The images of servers in Artifact Registry. Thread-safe. */
final class Images implements AutoCloseable {
  private static final String ENDPOINT = "artifactregistry.googleapis.com:443";
  private static final Duration CALL = Duration.ofSeconds(30);
  private static final Duration DELETION = Duration.ofSeconds(90);

  private final ImageRepository repository;
  private final ArtifactRegistryClient client;

  Images(ImageRepository repository, ArtifactRegistryClient client) {
    this.repository = repository;
    this.client = client;
  }

  static Images connect(ImageRepository repository, GcpClients clients) {
    ArtifactRegistrySettings.Builder settings =
        clients.connect(
            ArtifactRegistrySettings.newBuilder(),
            ArtifactRegistrySettings.defaultGrpcTransportProviderBuilder(),
            ENDPOINT);
    settings.deletePackageSettings().setSimpleTimeoutNoRetriesDuration(CALL);
    settings
        .deletePackageOperationSettings()
        .setPollingAlgorithm(
            OperationTimedPollAlgorithm.create(
                RetrySettings.newBuilder()
                    .setInitialRetryDelayDuration(Duration.ofMillis(100))
                    .setRetryDelayMultiplier(2)
                    .setMaxRetryDelayDuration(Duration.ofSeconds(5))
                    .setTotalTimeoutDuration(DELETION)
                    .build()));
    try {
      return new Images(repository, ArtifactRegistryClient.create(settings.build()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Deletes every image of a deployment, and returns when they are gone.
   *
   * @throws TransientException when that takes too long; called again, it goes on
   */
  void deleteAll(DeploymentId deployment) {
    DeletePackageRequest request =
        DeletePackageRequest.newBuilder().setName(repository.packageName(deployment)).build();
    try {
      client.deletePackageAsync(request).get();
    } catch (ExecutionException e) {
      ignoreAbsence(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransientException("interrupted while images were deleted", e);
    }
  }

  private static void ignoreAbsence(ExecutionException e) {
    if (e.getCause() instanceof NotFoundException) {
      return;
    }
    throw e.getCause() instanceof ApiException refused
        ? Calls.failure("delete images", refused)
        : new TransientException("images were not deleted in time", e);
  }

  @Override
  public void close() {
    client.close();
  }
}
