package dev.sigil.testkit.deploy;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.deploy.ServerRuntime;
import dev.sigil.core.deploy.ServerStatus;
import dev.sigil.core.deploy.ServerStatus.State;
import dev.sigil.core.gateway.InstanceRouter;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.ReleaseId;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A runtime in memory: an instance is a number and the address that the test gave its release.
 * Starts at once, waits for nothing, and keeps to the contracts of both of its ports. Thread-safe.
 */
public final class FakeServerRuntime implements ServerRuntime, InstanceRouter {
  private final Launcher launcher;
  private final InstantSource clock;
  private final Map<ReleaseId, Fleet> candidates = new TreeMap<>();
  private final Map<DeploymentId, Server> servers = new TreeMap<>();
  private int instancesStarted;

  /** Starts a release's instance, or says why it does not start. */
  @FunctionalInterface
  public interface Launcher {
    /**
     * Returns where the instance answers MCP.
     *
     * @throws SigilException what {@link ServerRuntime#create} then throws
     */
    URI launch(ServerSpec spec);
  }

  public FakeServerRuntime(Launcher launcher, InstantSource clock) {
    this.launcher = launcher;
    this.clock = clock;
  }

  /** Releases that start, at an address where nothing listens. */
  public FakeServerRuntime() {
    this(spec -> URI.create("http://127.0.0.1:9" + spec.plan().path()), InstantSource.system());
  }

  @Override
  public synchronized Candidate create(ServerSpec spec) {
    Server server = servers.get(spec.deployment());
    Fleet serving = server == null ? null : server.serving;
    if (serving != null && serving.spec.release().equals(spec.release())) {
      return new Candidate(serving.anyInstance().endpoint, Map.of());
    }
    Fleet known = candidates.get(spec.release());
    if (known != null) {
      return new Candidate(known.anyInstance().endpoint, Map.of());
    }
    Fleet fleet = new Fleet(spec);
    Candidate candidate = new Candidate(fleet.anyInstance().endpoint, Map.of());
    candidates.put(spec.release(), fleet);
    return candidate;
  }

  @Override
  public synchronized void promote(DeploymentId deployment, ReleaseId release, int number) {
    Server server = servers.get(deployment);
    if (server != null && server.serving.spec.number() >= number) {
      return;
    }
    Fleet candidate = candidates.remove(release);
    if (candidate == null) {
      throw new TransientException("the candidate " + release + " is not there; create it again");
    }
    if (server == null) {
      servers.put(deployment, new Server(candidate));
      return;
    }
    server.serving.drain();
    server.draining.add(server.serving);
    server.serving = candidate;
    if (server.paused) {
      candidate.instances.clear();
    }
  }

  @Override
  public synchronized void discard(ReleaseId release) {
    candidates.remove(release);
  }

  @Override
  public synchronized void restart(DeploymentId deployment) {
    Server server = require(deployment);
    int running = server.serving.instances.size();
    Fleet old = server.serving;
    Fleet replacement = new Fleet(old.spec);
    for (int i = 0; i < running; i++) {
      replacement.launch();
    }
    old.drain();
    server.draining.add(old);
    server.serving = replacement;
  }

  @Override
  public synchronized void pause(DeploymentId deployment) {
    Server server = require(deployment);
    server.paused = true;
    server.serving.instances.clear();
  }

  @Override
  public synchronized void resume(DeploymentId deployment) {
    require(deployment).paused = false;
  }

  @Override
  public synchronized void delete(DeploymentId deployment) {
    servers.remove(deployment);
    candidates.keySet().removeIf(release -> release.deployment().equals(deployment));
  }

  @Override
  public synchronized Optional<ServerStatus> describe(DeploymentId deployment) {
    return Optional.ofNullable(servers.get(deployment)).map(Server::status);
  }

  @Override
  public synchronized CompletionStage<Lease> acquire(
      DeploymentId deployment, @Nullable String instance) {
    Server server = servers.get(deployment);
    if (server == null) {
      return refuse(ErrorCode.UNAVAILABLE, "This server has no live release.");
    }
    if (server.paused) {
      return refuse(ErrorCode.UNAVAILABLE, "This server is paused.");
    }
    try {
      return CompletableFuture.completedFuture(server.lease(instance));
    } catch (SigilException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Stops the instances of a server as if nobody had used it for long. */
  public synchronized void sleep(DeploymentId deployment) {
    require(deployment).serving.instances.clear();
  }

  /** The releases that were created and neither promoted nor discarded. */
  public synchronized Set<ReleaseId> candidates() {
    return new TreeSet<>(candidates.keySet());
  }

  /** The release that takes a server's traffic. */
  public synchronized Optional<ReleaseId> serving(DeploymentId deployment) {
    return describe(deployment).map(ServerStatus::release);
  }

  private Server require(DeploymentId deployment) {
    Server server = servers.get(deployment);
    if (server == null) {
      throw new SigilException(ErrorCode.NOT_FOUND, "This server has no live release.");
    }
    return server;
  }

  private static CompletionStage<Lease> refuse(ErrorCode code, String message) {
    return CompletableFuture.failedFuture(new SigilException(code, message));
  }

  /** What is promoted of a deployment, and what still finishes its work. */
  private static final class Server {
    private Fleet serving;
    private final List<Fleet> draining = new ArrayList<>();
    private boolean paused;

    Server(Fleet serving) {
      this.serving = serving;
    }

    Lease lease(@Nullable String instance) {
      if (instance == null) {
        return serving.leastLoaded().lease();
      }
      draining.forEach(Fleet::drain);
      FakeInstance found = serving.instances.get(instance);
      for (Fleet fleet : draining) {
        found = found == null ? fleet.instances.get(instance) : found;
      }
      if (found == null) {
        throw new SigilException(ErrorCode.NOT_FOUND, "This instance has ended.");
      }
      return found.lease();
    }

    ServerStatus status() {
      State running = serving.instances.isEmpty() ? State.SLEEPING : State.RUNNING;
      return new ServerStatus(
          paused ? State.PAUSED : running,
          serving.spec.release(),
          serving.instances.values().stream().map(FakeInstance::status).toList(),
          "none",
          null);
    }
  }

  /** The instances of one release. */
  private final class Fleet {
    private final ServerSpec spec;
    private final Map<String, FakeInstance> instances = new LinkedHashMap<>();

    Fleet(ServerSpec spec) {
      this.spec = spec;
    }

    FakeInstance anyInstance() {
      return instances.isEmpty() ? launch() : instances.values().iterator().next();
    }

    FakeInstance launch() {
      URI endpoint = launcher.launch(spec);
      FakeInstance instance =
          new FakeInstance("fake-" + ++instancesStarted, endpoint, clock.instant());
      instances.put(instance.id, instance);
      return instance;
    }

    FakeInstance leastLoaded() {
      int concurrency = spec.plan().scaling().concurrency();
      for (FakeInstance instance : instances.values()) {
        if (instance.inFlight < concurrency) {
          return instance;
        }
      }
      if (instances.size() == spec.plan().scaling().maxInstances()) {
        throw new SigilException(ErrorCode.RATE_LIMITED, "This server is at its bounds.");
      }
      return launch();
    }

    void drain() {
      instances.values().removeIf(instance -> instance.inFlight == 0);
    }
  }

  private final class FakeInstance {
    private final String id;
    private final URI endpoint;
    private final Instant startedAt;
    private int inFlight;

    FakeInstance(String id, URI endpoint, Instant startedAt) {
      this.id = id;
      this.endpoint = endpoint;
      this.startedAt = startedAt;
    }

    Lease lease() {
      inFlight++;
      return new FakeLease(this);
    }

    ServerStatus.Instance status() {
      return new ServerStatus.Instance(id, startedAt, inFlight);
    }
  }

  private final class FakeLease implements Lease {
    private final FakeInstance holder;
    private boolean open = true;

    FakeLease(FakeInstance holder) {
      this.holder = holder;
    }

    @Override
    public String instance() {
      return holder.id;
    }

    @Override
    public URI endpoint() {
      return holder.endpoint;
    }

    @Override
    public Map<String, String> headers() {
      return Map.of();
    }

    @Override
    public void close() {
      synchronized (FakeServerRuntime.this) {
        holder.inFlight -= open ? 1 : 0;
        open = false;
      }
    }
  }
}
