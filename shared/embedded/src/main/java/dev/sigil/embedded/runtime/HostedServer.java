package dev.sigil.embedded.runtime;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.deploy.ServerRuntime.ServerSpec;
import dev.sigil.core.deploy.ServerStatus;
import dev.sigil.core.gateway.InstanceRouter.Lease;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.embedded.runtime.Fleet.Mode;
import dev.sigil.embedded.runtime.Fleet.Surroundings;
import dev.sigil.embedded.runtime.Launcher.Running;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One deployment: the release that serves, the candidates beside it, and the releases before it
 * that finish what they have begun. Thread-safe. Control calls take turns; requests do not wait for
 * them.
 */
final class HostedServer {
  private final Surroundings around;
  private final ServerRoutes routes;
  private final ReentrantLock control = new ReentrantLock();
  private final Map<ReleaseId, Fleet> candidates = new HashMap<>();
  private final List<Fleet> retired = new CopyOnWriteArrayList<>();
  private volatile @Nullable Fleet live;
  private boolean paused;
  private boolean ended;

  HostedServer(Surroundings around, ServerRoutes routes) {
    this.around = around;
    this.routes = routes;
  }

  /** Takes up the route that a run of the platform before this one left. */
  void recover(ServerRoute route) {
    Fleet fleet = new Fleet(route.spec(), Mode.PAUSED, around);
    paused = route.paused();
    live = fleet;
    if (!paused) {
      fleet.serve();
    }
  }

  /**
   * Starts a candidate, or finds the one that is there; empty when this server was stopped for
   * good.
   */
  Optional<Running> create(ServerSpec spec) {
    Fleet fleet;
    control.lock();
    try {
      if (ended) {
        return Optional.empty();
      }
      Fleet serving = live;
      fleet =
          serving != null && serving.spec().release().equals(spec.release())
              ? serving
              : candidates.computeIfAbsent(spec.release(), id -> candidate(spec));
    } finally {
      control.unlock();
    }
    try {
      return Optional.of(Futures.await(fleet.anyInstance()));
    } catch (SigilException e) {
      discard(spec.release());
      throw e;
    }
  }

  /* Whoever tries a candidate may end before telling what became of it. */
  private Fleet candidate(ServerSpec spec) {
    Fleet fleet = new Fleet(spec, Mode.CANDIDATE, around);
    around
        .timers()
        .schedule(around.settings().candidateLife(), () -> discard(spec.release(), fleet));
    return fleet;
  }

  void promote(ReleaseId release, int number) {
    control.lock();
    try {
      Fleet before = live;
      if (before != null && before.spec().number() >= number) {
        return;
      }
      Fleet candidate = candidates.get(release);
      if (candidate == null) {
        throw new TransientException("the candidate " + release + " is gone; create it again");
      }
      if (routes.advance(ServerRoute.to(candidate.spec(), paused)).isEmpty()) {
        return;
      }
      candidates.remove(release);
      if (paused) {
        candidate.pause();
      } else {
        candidate.serve();
      }
      replace(before, candidate);
    } finally {
      control.unlock();
    }
  }

  /* A session's instance is to be found at every moment, and so is a fleet for new requests. */
  private void replace(@Nullable Fleet before, Fleet next) {
    if (before == null) {
      live = next;
      return;
    }
    retired.add(before);
    live = next;
    next.adopt(before.retire());
    before.emptied().thenRun(() -> retired.remove(before));
  }

  void discard(ReleaseId release) {
    Fleet candidate;
    control.lock();
    try {
      candidate = candidates.remove(release);
    } finally {
      control.unlock();
    }
    if (candidate != null) {
      Futures.await(candidate.stop().toCompletableFuture());
    }
  }

  private void discard(ReleaseId release, Fleet candidate) {
    control.lock();
    try {
      if (candidates.remove(release, candidate)) {
        candidate.stop();
      }
    } finally {
      control.unlock();
    }
  }

  void restart() {
    requireLive().restart();
  }

  void pause() {
    setPaused(true);
  }

  void resume() {
    setPaused(false);
  }

  private void setPaused(boolean value) {
    control.lock();
    try {
      Fleet fleet = requireLive();
      routes.update(fleet.spec().deployment(), route -> route.withPaused(value));
      if (paused == value) {
        return;
      }
      paused = value;
      if (value) {
        fleet.pause();
      } else {
        fleet.serve();
      }
    } finally {
      control.unlock();
    }
  }

  /** Stops everything for good; returns when the last process is gone. */
  void stop() {
    List<Fleet> fleets = new ArrayList<>();
    control.lock();
    try {
      ended = true;
      Fleet serving = live;
      if (serving != null) {
        fleets.add(serving);
      }
      live = null;
      fleets.addAll(candidates.values());
      candidates.clear();
      fleets.addAll(retired);
    } finally {
      control.unlock();
    }
    List<CompletableFuture<Void>> stops =
        fleets.stream().map(fleet -> fleet.stop().toCompletableFuture()).toList();
    stops.forEach(Futures::await);
  }

  Optional<ServerStatus> status(String isolation) {
    return Optional.ofNullable(live).map(fleet -> fleet.status(isolation));
  }

  CompletionStage<Lease> acquire(@Nullable String instance) {
    return instance == null ? acquireAny() : acquireOne(instance);
  }

  private CompletionStage<Lease> acquireAny() {
    for (Fleet fleet = live; fleet != null; fleet = live) {
      Optional<CompletionStage<Lease>> lease = fleet.acquire();
      if (lease.isPresent()) {
        return lease.get();
      }
      Thread.onSpinWait();
    }
    return refused(ErrorCode.UNAVAILABLE, "This server has no live release.");
  }

  private CompletionStage<Lease> acquireOne(String instance) {
    Fleet serving = live;
    if (serving == null) {
      return refused(ErrorCode.UNAVAILABLE, "This server has no live release.");
    }
    Optional<CompletionStage<Lease>> lease = serving.acquire(instance);
    if (lease.isPresent()) {
      return lease.get();
    }
    return retired.stream()
        .flatMap(fleet -> fleet.acquire(instance).stream())
        .findFirst()
        .orElseGet(
            () -> refused(ErrorCode.NOT_FOUND, "The instance that held this session has ended."));
  }

  private Fleet requireLive() {
    Fleet fleet = live;
    if (fleet == null) {
      throw new SigilException(ErrorCode.NOT_FOUND, "This server has no live release.");
    }
    return fleet;
  }

  private static <T> CompletionStage<T> refused(ErrorCode code, String message) {
    return CompletableFuture.failedFuture(new SigilException(code, message));
  }
}
