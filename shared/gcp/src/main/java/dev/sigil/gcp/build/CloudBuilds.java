package dev.sigil.gcp.build;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.FailedPreconditionException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.devtools.cloudbuild.v1.CloudBuildClient;
import com.google.cloud.devtools.cloudbuild.v1.CloudBuildSettings;
import com.google.cloudbuild.v1.Build;
import com.google.cloudbuild.v1.BuildOperationMetadata;
import com.google.cloudbuild.v1.CancelBuildRequest;
import com.google.cloudbuild.v1.CreateBuildRequest;
import com.google.cloudbuild.v1.GetBuildRequest;
import com.google.cloudbuild.v1.ListBuildsRequest;
import com.google.longrunning.Operation;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.sigil.gcp.Cell;
import dev.sigil.gcp.GcpClients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The builds of one project and region. Thread-safe. */
final class CloudBuilds implements AutoCloseable {
  private static final Duration CREATE = Duration.ofSeconds(30);
  private static final int PAGE = 100;
  private static final int MAX_BUILDS = 1_000;

  private final Cell home;
  private final CloudBuildClient client;

  CloudBuilds(Cell home, CloudBuildClient client) {
    this.home = home;
    this.client = client;
  }

  static CloudBuilds connect(Cell home, GcpClients clients) {
    CloudBuildSettings.Builder settings =
        clients.connect(
            CloudBuildSettings.newBuilder(),
            CloudBuildSettings.defaultGrpcTransportProviderBuilder(),
            home.region() + "-cloudbuild.googleapis.com:443");
    settings.createBuildSettings().setSimpleTimeoutNoRetriesDuration(CREATE);
    settings.cancelBuildSettings().setSimpleTimeoutNoRetriesDuration(CREATE);
    try {
      return new CloudBuilds(home, CloudBuildClient.create(settings.build()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Asks for a build and returns its id. A failure that is no {@link Calls#refused refusal} leaves
   * open whether there is one now.
   */
  String create(Build build) {
    Operation operation =
        client
            .createBuildCallable()
            .call(
                CreateBuildRequest.newBuilder()
                    .setParent(home.location())
                    .setProjectId(home.project())
                    .setBuild(build)
                    .build());
    try {
      return operation.getMetadata().unpack(BuildOperationMetadata.class).getBuild().getId();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("Cloud Build answered with an operation of another kind", e);
    }
  }

  Optional<Build> find(String id) {
    GetBuildRequest request =
        GetBuildRequest.newBuilder()
            .setName(name(id))
            .setProjectId(home.project())
            .setId(id)
            .build();
    try {
      return Optional.of(client.getBuild(request));
    } catch (NotFoundException e) {
      return Optional.empty();
    } catch (ApiException e) {
      throw Calls.failure("read a build", e);
    }
  }

  /** The newest builds that carry {@code tag}, at most {@value #MAX_BUILDS}. */
  List<Build> tagged(String tag) {
    ListBuildsRequest request =
        ListBuildsRequest.newBuilder()
            .setParent(home.location())
            .setProjectId(home.project())
            .setPageSize(PAGE)
            .setFilter("tags=\"" + tag + "\"")
            .build();
    try {
      return StreamSupport.stream(client.listBuilds(request).iterateAll().spliterator(), false)
          .limit(MAX_BUILDS)
          .toList();
    } catch (ApiException e) {
      throw Calls.failure("list builds", e);
    }
  }

  /** Stops a build; does nothing when it has ended, or never was. */
  void cancel(String id) {
    CancelBuildRequest request =
        CancelBuildRequest.newBuilder()
            .setName(name(id))
            .setProjectId(home.project())
            .setId(id)
            .build();
    try {
      client.cancelBuild(request);
    } catch (NotFoundException | FailedPreconditionException e) {
      return;
    } catch (ApiException e) {
      throw Calls.failure("cancel a build", e);
    }
  }

  private String name(String id) {
    return home.location() + "/builds/" + id;
  }

  @Override
  public void close() {
    client.close();
  }
}
