package dev.sigil.gcp.runtime;

import com.google.cloud.run.v2.RevisionsClient;
import com.google.cloud.run.v2.RevisionsSettings;
import com.google.cloud.run.v2.ServicesClient;
import com.google.cloud.run.v2.ServicesSettings;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.gcp.Cell;
import dev.sigil.gcp.GcpClients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Connections to Cloud Run, one per region and only where one is needed. Thread-safe. */
final class CloudRunCells implements AutoCloseable {
  private final GcpClients clients;
  private final Polling polling;
  private final ConcurrentMap<String, Connection> regions = new ConcurrentHashMap<>();

  CloudRunCells(GcpClients clients, Polling polling) {
    this.clients = clients;
    this.polling = polling;
  }

  private record Connection(ServicesClient services, RevisionsClient revisions) {}

  /** A deployment's service in the cell where it was placed. */
  HostedService host(DeploymentId deployment, Cell cell) {
    Connection connection = regions.computeIfAbsent(cell.region(), this::connect);
    return new HostedService(
        deployment,
        cell,
        new CloudRun(cell.location(), connection.services(), connection.revisions(), polling));
  }

  private Connection connect(String region) {
    String endpoint = region + "-run.googleapis.com:443";
    try {
      return new Connection(
          ServicesClient.create(
              clients
                  .connect(
                      ServicesSettings.newBuilder(),
                      ServicesSettings.defaultGrpcTransportProviderBuilder(),
                      endpoint)
                  .build()),
          RevisionsClient.create(
              clients
                  .connect(
                      RevisionsSettings.newBuilder(),
                      RevisionsSettings.defaultGrpcTransportProviderBuilder(),
                      endpoint)
                  .build()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot connect to Cloud Run in " + region, e);
    }
  }

  @Override
  public void close() {
    regions
        .values()
        .forEach(
            connection -> {
              connection.services().close();
              connection.revisions().close();
            });
  }
}
