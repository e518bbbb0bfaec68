package dev.sigil.embedded.runtime;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.build.Scaling;
import dev.sigil.core.deploy.ServerRuntime.ServerSpec;
import dev.sigil.core.deploy.ServerStatus;
import dev.sigil.core.deploy.ServerStatus.State;
import dev.sigil.core.gateway.InstanceRouter.Lease;
import dev.sigil.embedded.runtime.Instance.Phase;
import dev.sigil.embedded.runtime.Launcher.Running;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The instances of one release: started for requests that wait, kept while they are used, started
 * again when they end by themselves, stopped when they idle. Thread-safe; the lock is held for
 * bookkeeping only, and everything that takes time or calls others runs on the executor.
 */
final class Fleet {
  /** What a fleet is for at the moment. */
  enum Mode {
    /** Being tried; not yet promoted. */
    CANDIDATE,
    SERVING,
    PAUSED,
    /** Replaced: finishes what it has begun. */
    RETIRED,
    STOPPED
  }

  /** What all fleets share. */
  record Surroundings(
      Launcher launcher,
      Timers timers,
      Executor executor,
      InstantSource clock,
      Backoff backoff,
      Supplier<String> instanceIds,
      RuntimeSettings settings) {}

  /** Requests of its sessions that an instance takes beyond its concurrency. */
  private static final int SESSION_HEADROOM = 64;

  private final ServerSpec spec;
  private final Surroundings around;
  private final RuntimeSettings settings;
  private final Scaling scaling;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Instance> instances = new LinkedHashMap<>();
  private final Deque<Waiter> waiting = new ArrayDeque<>();
  private final CompletableFuture<Void> emptied = new CompletableFuture<>();
  private Mode mode;
  private int failures;
  private int owed;
  private Instant notBefore = Instant.MIN;
  private @Nullable String lastExit;

  Fleet(ServerSpec spec, Mode mode, Surroundings around) {
    this.spec = spec;
    this.mode = mode;
    this.around = around;
    this.settings = around.settings();
    this.scaling = spec.plan().scaling();
  }

  ServerSpec spec() {
    return spec;
  }

  /** Completes when the fleet was retired or stopped and its last instance is gone. */
  CompletionStage<Void> emptied() {
    return emptied;
  }

  /** An instance that listens, started when there is none; its failure to start is reported. */
  CompletableFuture<Running> anyInstance() {
    return locked(
        () -> {
          if (mode == Mode.STOPPED || mode == Mode.RETIRED) {
            return CompletableFuture.failedFuture(
                new TransientException("the release was stopped meanwhile"));
          }
          return instances.values().stream()
              .filter(instance -> instance.phase.compareTo(Phase.READY) <= 0)
              .findFirst()
              .orElseGet(() -> start(true))
              .ready;
        });
  }

  /** Leases an instance; empty when the fleet was replaced and its successor is to be asked. */
  Optional<CompletionStage<Lease>> acquire() {
    return locked(
        () ->
            switch (mode) {
              case RETIRED, STOPPED -> Optional.empty();
              case PAUSED -> Optional.of(refused(ErrorCode.UNAVAILABLE, "is paused"));
              case CANDIDATE, SERVING -> Optional.of(leaseOrWait());
            });
  }

  /** Leases this instance; empty when it is not, or no longer, one of this fleet. */
  Optional<CompletionStage<Lease>> acquire(String id) {
    return locked(
        () -> {
          if (mode == Mode.PAUSED) {
            return Optional.of(refused(ErrorCode.UNAVAILABLE, "is paused"));
          }
          Instance instance = instances.get(id);
          if (instance == null || !leasable(instance)) {
            return Optional.empty();
          }
          if (instance.inFlight >= scaling.concurrency() + SESSION_HEADROOM) {
            return Optional.of(refused(ErrorCode.RATE_LIMITED, "has too many requests in flight"));
          }
          return Optional.of(CompletableFuture.completedFuture(lease(instance)));
        });
  }

  private static boolean leasable(Instance instance) {
    return instance.phase == Phase.READY || instance.phase == Phase.DRAINING;
  }

  private CompletionStage<Lease> leaseOrWait() {
    Optional<Instance> free = free();
    if (free.isPresent()) {
      return CompletableFuture.completedFuture(lease(free.get()));
    }
    if (crashing() && instances.isEmpty() && around.clock().instant().isBefore(notBefore)) {
      return refused(ErrorCode.UNAVAILABLE, "keeps ending: " + lastExit);
    }
    waiting.removeIf(Waiter::abandoned);
    if (waiting.size() >= settings.maxWaiting()) {
      return refused(ErrorCode.RATE_LIMITED, "has too many requests waiting");
    }
    Waiter waiter = new Waiter();
    enqueue(waiter);
    return waiter.future;
  }

  /** Takes over requests that waited for the release before. */
  void adopt(List<Waiter> waiters) {
    locked(
        () -> {
          waiters.forEach(this::enqueue);
          serveWaiting();
          return true;
        });
  }

  private void enqueue(Waiter waiter) {
    waiting.add(waiter);
    scaleOut();
    Duration patience =
        count(Phase.STARTING) == 0 && count(Phase.READY) > 0
            ? settings.queueTimeout()
            : settings.startTimeout().plus(settings.queueTimeout());
    waiter.setTimeout(around.timers().schedule(patience, () -> expire(waiter)));
  }

  private void expire(Waiter waiter) {
    boolean expired = locked(() -> waiting.remove(waiter));
    if (!expired) {
      return;
    }
    SigilException refusal =
        locked(() -> count(Phase.READY)) > 0
            ? refusal(ErrorCode.RATE_LIMITED, "is at its bounds")
            : refusal(ErrorCode.UNAVAILABLE, "did not start in time");
    waiter.refuse(refusal);
  }

  private Optional<Instance> free() {
    return instances.values().stream()
        .filter(i -> i.phase == Phase.READY && i.inFlight < scaling.concurrency())
        .findFirst();
  }

  private Lease lease(Instance instance) {
    instance.inFlight++;
    instance.used = true;
    return new FleetLease(this, instance);
  }

  void release(Instance instance) {
    locked(
        () -> {
          instance.inFlight--;
          instance.lastUsed = around.clock().instant();
          serveWaiting();
          if (instance.inFlight == 0) {
            setIdleTimer(instance);
          }
          return true;
        });
  }

  private void serveWaiting() {
    Optional<Instance> free = free();
    while (free.isPresent() && !waiting.isEmpty()) {
      Waiter waiter = waiting.remove();
      if (!waiter.abandoned()) {
        Lease lease = lease(free.get());
        around.executor().execute(() -> waiter.give(lease));
      }
      free = free();
    }
  }

  /* Starts what the waiting requests, the minimum and crashed instances call for. */
  private void scaleOut() {
    if (mode != Mode.SERVING && mode != Mode.CANDIDATE) {
      return;
    }
    if (around.clock().instant().isBefore(notBefore)) {
      return;
    }
    int ready = (int) count(Phase.READY);
    int forWaiting = Math.ceilDiv(waiting.size(), scaling.concurrency());
    int minimum = mode == Mode.SERVING ? scaling.minInstances() : 0;
    int wanted = Math.max(minimum, ready + Math.max(forWaiting, owed));
    int missing = Math.min(wanted, scaling.maxInstances()) - ready - (int) count(Phase.STARTING);
    owed = 0;
    for (int i = 0; i < missing; i++) {
      start(false);
    }
  }

  private Instance start(boolean trial) {
    Instance instance = new Instance(around.instanceIds().get(), trial, around.clock().instant());
    instances.put(instance.id, instance);
    around.executor().execute(() -> launch(instance));
    return instance;
  }

  private void launch(Instance instance) {
    try {
      Running running =
          around.launcher().launch(spec, instance.id, () -> instance.phase == Phase.STOPPING);
      started(instance, running);
    } catch (RuntimeException e) {
      failed(instance, e);
    }
  }

  private void started(Instance instance, Running running) {
    boolean wanted =
        locked(
            () -> {
              instance.running = running;
              instance.startedAt = around.clock().instant();
              instance.lastUsed = instance.startedAt;
              if (instance.phase != Phase.STARTING) {
                return false;
              }
              instance.phase = Phase.READY;
              serveWaiting();
              setIdleTimer(instance);
              return true;
            });
    if (wanted) {
      instance.ready.complete(running);
      running.ended().thenAccept(how -> around.executor().execute(() -> ended(instance, how)));
    } else {
      instance.ready.completeExceptionally(refusal(ErrorCode.UNAVAILABLE, "was stopped"));
      halt(instance, running);
    }
  }

  private void failed(Instance instance, RuntimeException cause) {
    locked(
        () -> {
          if (instance.phase != Phase.STOPPING && !instance.trial) {
            crashed(failures + 1, String.valueOf(cause.getMessage()));
          }
          forget(instance);
          return true;
        });
    instance.ready.completeExceptionally(cause);
  }

  private void ended(Instance instance, String how) {
    boolean crash =
        locked(
            () -> {
              if (instance.phase == Phase.STOPPING) {
                return false;
              }
              boolean quick = uptime(instance).compareTo(settings.stableAfter()) < 0;
              boolean draining = instance.phase == Phase.DRAINING;
              instance.phase = Phase.STOPPING;
              if (!draining) {
                owed++;
                crashed(quick ? failures + 1 : 1, how);
              }
              return true;
            });
    if (crash && instance.running != null) {
      halt(instance, instance.running);
    }
  }

  private void crashed(int count, String how) {
    failures = count;
    lastExit = how;
    Duration wait = around.backoff().after(failures);
    notBefore = around.clock().instant().plus(wait);
    if (crashing()) {
      owed = 0;
      refuseWaiting(ErrorCode.UNAVAILABLE, "keeps ending: " + how);
    }
    if (!crashing() || scaling.minInstances() > 0) {
      around.timers().schedule(wait, this::retry);
    }
  }

  private void retry() {
    locked(
        () -> {
          scaleOut();
          return true;
        });
  }

  private boolean crashing() {
    boolean recovered =
        instances.values().stream()
            .anyMatch(
                i -> i.phase == Phase.READY && uptime(i).compareTo(settings.stableAfter()) >= 0);
    if (recovered) {
      failures = 0;
    }
    return failures >= settings.crashesUntilGivenUp();
  }

  private Duration uptime(Instance instance) {
    return Duration.between(instance.startedAt, around.clock().instant());
  }

  private void setIdleTimer(Instance instance) {
    Duration limit =
        switch (instance.phase) {
          case READY -> scaling.idleTimeout();
          case DRAINING -> settings.drainIdle();
          case STARTING, STOPPING -> null;
        };
    if (limit == null || instance.idleTimerSet) {
      return;
    }
    Instant due = instance.lastUsed.plus(limit);
    instance.idleTimerSet = true;
    around
        .timers()
        .schedule(Duration.between(around.clock().instant(), due), () -> idle(instance, limit));
  }

  private void idle(Instance instance, Duration limit) {
    locked(
        () -> {
          instance.idleTimerSet = false;
          if (instance.inFlight > 0) {
            return false;
          }
          if (instance.lastUsed.plus(limit).isAfter(around.clock().instant())) {
            setIdleTimer(instance);
            return false;
          }
          boolean spare = mode == Mode.SERVING && count(Phase.READY) > scaling.minInstances();
          if (instance.phase == Phase.DRAINING || (instance.phase == Phase.READY && spare)) {
            stop(instance);
          }
          return true;
        });
  }

  /** Takes a candidate into service, or wakes it from a pause. */
  void serve() {
    locked(
        () -> {
          mode = Mode.SERVING;
          instances.values().forEach(this::setIdleTimer);
          scaleOut();
          return true;
        });
  }

  void pause() {
    locked(
        () -> {
          mode = Mode.PAUSED;
          refuseWaiting(ErrorCode.UNAVAILABLE, "is paused");
          List.copyOf(instances.values()).forEach(instance -> drain(instance, false));
          return true;
        });
  }

  /** Lets instances finish, takes no new requests, and hands over those that wait. */
  List<Waiter> retire() {
    return locked(
        () -> {
          mode = Mode.RETIRED;
          List<Waiter> handedOver = new ArrayList<>(waiting);
          waiting.clear();
          List.copyOf(instances.values()).forEach(instance -> drain(instance, true));
          completeIfEmpty();
          return handedOver;
        });
  }

  /** Stops everything now. */
  CompletionStage<Void> stop() {
    return locked(
        () -> {
          mode = Mode.STOPPED;
          refuseWaiting(ErrorCode.UNAVAILABLE, "was stopped");
          List.copyOf(instances.values()).forEach(this::stop);
          completeIfEmpty();
          return emptied;
        });
  }

  /** Replaces the instances that are ready, one after the other. */
  void restart() {
    List<Instance> old =
        locked(
            () -> {
              failures = 0;
              notBefore = Instant.MIN;
              owed = lastExit != null && count(Phase.READY) == 0 ? 1 : 0;
              scaleOut();
              return instances.values().stream().filter(i -> i.phase == Phase.READY).toList();
            });
    for (Instance instance : old) {
      Futures.await(locked(() -> start(true)).ready);
      locked(
          () -> {
            drain(instance, true);
            return true;
          });
    }
  }

  private void drain(Instance instance, boolean keepSessions) {
    boolean wanted = instance.inFlight > 0 || (keepSessions && instance.used);
    if (instance.phase == Phase.STARTING || !wanted) {
      stop(instance);
      return;
    }
    if (instance.phase == Phase.READY) {
      instance.phase = Phase.DRAINING;
      instance.idleTimerSet = false;
      around.timers().schedule(settings.drainTimeout(), () -> stopNow(instance));
      if (instance.inFlight == 0) {
        setIdleTimer(instance);
      }
    }
  }

  private void stopNow(Instance instance) {
    locked(
        () -> {
          stop(instance);
          return true;
        });
  }

  private void stop(Instance instance) {
    if (instance.phase == Phase.STOPPING) {
      return;
    }
    instance.phase = Phase.STOPPING;
    Running running = instance.running;
    if (running != null) {
      around.executor().execute(() -> halt(instance, running));
    }
  }

  private void halt(Instance instance, Running running) {
    running.stop();
    locked(
        () -> {
          forget(instance);
          return true;
        });
  }

  private void forget(Instance instance) {
    instances.remove(instance.id);
    scaleOut();
    completeIfEmpty();
  }

  private void completeIfEmpty() {
    if (instances.isEmpty() && (mode == Mode.RETIRED || mode == Mode.STOPPED)) {
      around.executor().execute(() -> emptied.complete(null));
    }
  }

  private void refuseWaiting(ErrorCode code, String what) {
    List<Waiter> refused = List.copyOf(waiting);
    waiting.clear();
    around.executor().execute(() -> refused.forEach(waiter -> waiter.refuse(refusal(code, what))));
  }

  ServerStatus status(String isolation) {
    return locked(
        () ->
            new ServerStatus(
                state(),
                spec.release(),
                instances.values().stream()
                    .filter(instance -> instance.phase == Phase.READY)
                    .map(Instance::status)
                    .toList(),
                isolation,
                lastExit));
  }

  private State state() {
    if (mode == Mode.PAUSED) {
      return State.PAUSED;
    }
    if (crashing()) {
      return State.CRASHING;
    }
    return count(Phase.READY) + count(Phase.STARTING) > 0 ? State.RUNNING : State.SLEEPING;
  }

  private long count(Phase phase) {
    return instances.values().stream().filter(instance -> instance.phase == phase).count();
  }

  private static <T> CompletionStage<T> refused(ErrorCode code, String what) {
    return CompletableFuture.failedFuture(refusal(code, what));
  }

  private static SigilException refusal(ErrorCode code, String what) {
    return new SigilException(code, "This server " + what + ".");
  }

  private <T> T locked(Supplier<T> body) {
    lock.lock();
    try {
      return body.get();
    } finally {
      lock.unlock();
    }
  }
}
