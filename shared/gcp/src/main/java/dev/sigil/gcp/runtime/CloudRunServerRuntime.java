package dev.sigil.gcp.runtime;

import com.google.cloud.run.v2.Condition;
import com.google.cloud.run.v2.Revision;
import com.google.cloud.run.v2.Service;
import com.google.cloud.run.v2.ServiceScaling;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.deploy.LogReader;
import dev.sigil.core.deploy.ServerRuntime;
import dev.sigil.core.deploy.ServerStatus;
import dev.sigil.core.deploy.ServerStatus.State;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.secret.SecretVault;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.gcp.GcpClients;
import dev.sigil.gcp.GcpConfig;
import dev.sigil.gcp.runtime.CloudRun.Change;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Servers as services of Cloud Run: one service, one account and one place for each deployment, one
 * revision for each release. What serves is written into the service in the same change as its
 * traffic, and then into the route that the gateway goes by. Thread-safe.
 */
public final class CloudRunServerRuntime implements ServerRuntime, AutoCloseable {
  private static final Duration ACCOUNT_VISIBLE = Duration.ofMinutes(1);

  private final Connections connections;
  private final CloudRunCells cells;
  private final Placement placement;
  private final Routes routes;
  private final ServerAccounts accounts;
  private final SecretAccess secrets;
  private final Rollout rollout;
  private final Switchover switchover;
  private final Candidates candidates;

  /**
   * Connects when it is first used.
   *
   * @param vault keeps the secrets, in the home project
   * @param logs says what a server wrote that did not start
   */
  public CloudRunServerRuntime(
      GcpConfig config,
      GcpClients clients,
      DocumentStore store,
      SecretVault vault,
      LogReader logs,
      CloudRunSettings settings,
      InstantSource clock) {
    connections = new Connections(clients);
    Polling polling =
        new Polling(settings.pollFirst(), settings.pollMost(), settings.operationLimit(), clock);
    Polling visibility =
        new Polling(settings.pollFirst(), settings.pollMost(), ACCOUNT_VISIBLE, clock);
    cells = new CloudRunCells(clients, polling);
    placement = new Placement(store, config.cells(), settings.servicesPerCell());
    routes = new Routes(store);
    accounts = new ServerAccounts(connections.iam());
    secrets = new SecretAccess(connections.secretManager(), vault, config.home().project());
    rollout =
        new Rollout(accounts, routes, new StartFailures(logs), visibility, config.gatewayAccount());
    switchover = new Switchover(routes);
    IdentityTokens tokens =
        IdentityTokens.impersonating(
            connections.credentials(), config.gatewayAccount(), Runnable::run, clock);
    candidates = new Candidates(cells, placement, secrets, rollout, tokens, settings);
  }

  @Override
  public Candidate create(ServerSpec spec) {
    return Boundary.call("start the server", ErrorCode.START_FAILED, () -> candidates.create(spec));
  }

  @Override
  public void promote(DeploymentId deployment, ReleaseId release, int number) {
    HostedService server = find(deployment).orElseThrow(() -> gone(release));
    Boundary.run("send traffic to the server", () -> switchover.promote(server, release, number));
  }

  @Override
  public void discard(ReleaseId release) {
    find(release.deployment())
        .ifPresent(server -> Boundary.run("stop a candidate", () -> discard(server, release)));
  }

  private void discard(HostedService server, ReleaseId release) {
    Optional<Service> service = server.cloud().find(server.id());
    List<RevisionTag> tags =
        service
            .map(found -> List.copyOf(Traffic.of(found.getTrafficList()).tags()))
            .orElse(List.of());
    tags.stream()
        .filter(tag -> !service.flatMap(HostedService::serving).equals(Optional.of(tag)))
        .filter(
            tag ->
                server
                    .revision(tag)
                    .map(ServerTemplate::release)
                    .filter(release::equals)
                    .isPresent())
        .forEach(tag -> rollout.discard(server, tag));
  }

  @Override
  public void restart(DeploymentId deployment) {
    Route route = route(deployment);
    Boundary.call(
        "restart the server",
        ErrorCode.START_FAILED,
        () -> {
          HostedService server = require(deployment);
          Revision revision =
              server.revision(route.serving()).orElseThrow(() -> gone(route.release()));
          RevisionTag tag = route.serving().next();
          while (server.revision(tag).isPresent()) {
            tag = tag.next();
          }
          RevisionTag next = tag;
          rollout.start(
              server,
              next,
              Map.of(),
              email ->
                  ServerTemplate.again(
                      revision,
                      secrets.grant(
                          ServerTemplate.secretsOf(revision.getAnnotationsMap(), deployment),
                          server.cell(),
                          email)));
          switchover.replace(server, route.release(), next);
          return true;
        });
  }

  @Override
  public void pause(DeploymentId deployment) {
    if (routes.update(deployment, Route::pausing).isEmpty()) {
      throw neverLive();
    }
    scale(deployment, HostedService.none());
  }

  @Override
  public void resume(DeploymentId deployment) {
    Route route = route(deployment);
    scale(deployment, HostedService.automatic(route.minInstances(), route.maxInstances()));
    routes.update(deployment, Route::resuming);
  }

  private void scale(DeploymentId deployment, ServiceScaling scaling) {
    HostedService server = require(deployment);
    Boundary.run(
        "scale the server",
        () ->
            server
                .cloud()
                .change(
                    server.id(),
                    service ->
                        service.getScaling().equals(scaling)
                            ? Optional.empty()
                            : Optional.of(
                                new Change(
                                    service.toBuilder().setScaling(scaling).build(),
                                    List.of("scaling")))));
  }

  @Override
  public void delete(DeploymentId deployment) {
    routes.delete(deployment);
    find(deployment)
        .ifPresent(
            server ->
                Boundary.run(
                    "delete the server",
                    () -> {
                      secrets.revoke(
                          lender(server, deployment),
                          ServerAccounts.email(deployment, server.cell()));
                      server.cloud().delete(server.id());
                      accounts.delete(deployment, server.cell());
                      placement.release(deployment);
                    }));
  }

  /* Known while the service is there, so its account's access ends before that. */
  private static DeploymentId lender(HostedService server, DeploymentId deployment) {
    return server
        .cloud()
        .find(server.id())
        .map(found -> found.getTemplate().getAnnotationsMap())
        .map(annotations -> ServerTemplate.secretsOf(annotations, deployment))
        .orElse(deployment);
  }

  @Override
  public Optional<ServerStatus> describe(DeploymentId deployment) {
    return routes
        .find(deployment)
        .map(
            route ->
                Boundary.call(
                    "read the server", ErrorCode.INTERNAL, () -> status(deployment, route)));
  }

  /* Cloud Run names no instances, and says not how many there are. */
  private ServerStatus status(DeploymentId deployment, Route route) {
    Optional<Revision> revision =
        find(deployment).flatMap(server -> server.revision(route.serving()));
    Optional<Condition> failed = revision.flatMap(StartFailures::failed);
    String lastExit =
        revision.isEmpty()
            ? "Cloud Run has no such revision."
            : failed.map(Condition::getMessage).orElse(null);
    State state = lastExit == null ? State.RUNNING : State.CRASHING;
    return new ServerStatus(
        route.paused() ? State.PAUSED : state, route.release(), List.of(), "cloud-run", lastExit);
  }

  @Override
  public void close() {
    cells.close();
    connections.close();
  }

  private Route route(DeploymentId deployment) {
    return routes.find(deployment).orElseThrow(CloudRunServerRuntime::neverLive);
  }

  private HostedService require(DeploymentId deployment) {
    return find(deployment).orElseThrow(CloudRunServerRuntime::neverLive);
  }

  private Optional<HostedService> find(DeploymentId deployment) {
    return placement.find(deployment).map(cell -> cells.host(deployment, cell));
  }

  private static SigilException neverLive() {
    return new SigilException(ErrorCode.NOT_FOUND, "This server has no live release.");
  }

  private static TransientException gone(ReleaseId release) {
    return new TransientException("the candidate " + release + " is not there; create it again");
  }
}
