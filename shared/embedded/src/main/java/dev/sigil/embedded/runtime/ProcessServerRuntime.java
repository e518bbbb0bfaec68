package dev.sigil.embedded.runtime;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.deploy.ServerRuntime;
import dev.sigil.core.deploy.ServerStatus;
import dev.sigil.core.gateway.InstanceRouter;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.secret.SecretName;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.embedded.log.LogSink;
import dev.sigil.embedded.runtime.Fleet.Surroundings;
import dev.sigil.embedded.runtime.Launcher.Running;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Servers as processes on this machine. What serves is recorded before it takes traffic, so that
 * after a crash of the platform every server comes back, asleep or running, and nothing else does.
 *
 * <p>Thread-safe; {@link #acquire} never blocks. At most one runtime may be open on a data
 * directory.
 */
public final class ProcessServerRuntime implements ServerRuntime, InstanceRouter, AutoCloseable {
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final SystemTimers timers = new SystemTimers(executor);
  private final ConcurrentMap<DeploymentId, HostedServer> servers = new ConcurrentHashMap<>();
  private final ProcessLauncher launcher;
  private final ServerRoutes routes;
  private final Surroundings around;
  private volatile boolean closed;

  /**
   * Ends what a run before this one left running, and takes its servers up again.
   *
   * @param secrets opens the secrets of a deployment for its own server
   */
  public ProcessServerRuntime(
      RuntimeConfig config,
      DocumentStore store,
      LogSink logs,
      Function<DeploymentId, Map<SecretName, String>> secrets,
      InstantSource clock,
      RandomGenerator random) {
    RuntimeSettings settings = config.settings();
    this.launcher = ProcessLauncher.open(config, logs, secrets, clock, random);
    this.routes = new ServerRoutes(store);
    this.around =
        new Surroundings(
            launcher,
            timers,
            executor,
            clock,
            new Backoff(settings.backoffFirst(), settings.backoffMost(), random),
            new InstanceIds(random),
            settings);
    routes.forEach(route -> server(route.deployment()).recover(route));
  }

  @Override
  public Candidate create(ServerSpec spec) {
    Optional<Running> running = Optional.empty();
    while (running.isEmpty()) {
      requireOpen();
      running = server(spec.deployment()).create(spec);
    }
    return new Candidate(running.get().endpoint(), Map.of());
  }

  @Override
  public void promote(DeploymentId deployment, ReleaseId release, int number) {
    server(deployment).promote(release, number);
  }

  @Override
  public void discard(ReleaseId release) {
    find(release.deployment()).ifPresent(server -> server.discard(release));
  }

  @Override
  public void restart(DeploymentId deployment) {
    require(deployment).restart();
  }

  @Override
  public void pause(DeploymentId deployment) {
    require(deployment).pause();
  }

  @Override
  public void resume(DeploymentId deployment) {
    require(deployment).resume();
  }

  @Override
  public void delete(DeploymentId deployment) {
    routes.delete(deployment);
    HostedServer server = servers.remove(deployment);
    if (server != null) {
      server.stop();
    }
    launcher.forget(deployment);
  }

  @Override
  public Optional<ServerStatus> describe(DeploymentId deployment) {
    return find(deployment).flatMap(server -> server.status(launcher.isolation()));
  }

  @Override
  public CompletionStage<Lease> acquire(DeploymentId deployment, @Nullable String instance) {
    HostedServer server = servers.get(deployment);
    if (server == null) {
      return CompletableFuture.failedFuture(
          new SigilException(ErrorCode.UNAVAILABLE, "This server has no live release."));
    }
    return server.acquire(instance);
  }

  /** How instances are kept apart, as {@link ServerStatus#isolation} says. */
  public String isolation() {
    return launcher.isolation();
  }

  /** What servers are not kept from on this machine, one sentence each, for its operator. */
  public List<String> isolationReport() {
    return launcher.isolationReport();
  }

  /** Stops every instance; what serves stays recorded and comes back with the next run. */
  @Override
  public void close() {
    closed = true;
    List<CompletableFuture<Void>> stops =
        servers.values().stream()
            .map(server -> CompletableFuture.runAsync(() -> server.stop(), executor))
            .toList();
    stops.forEach(Futures::await);
    timers.close();
    executor.close();
    launcher.close();
  }

  private void requireOpen() {
    if (closed) {
      throw new TransientException("the platform is stopping");
    }
  }

  private HostedServer server(DeploymentId deployment) {
    return servers.computeIfAbsent(deployment, id -> new HostedServer(around, routes));
  }

  private Optional<HostedServer> find(DeploymentId deployment) {
    return Optional.ofNullable(servers.get(deployment));
  }

  private HostedServer require(DeploymentId deployment) {
    return find(deployment)
        .orElseThrow(
            () -> new SigilException(ErrorCode.NOT_FOUND, "This server has no live release."));
  }
}
