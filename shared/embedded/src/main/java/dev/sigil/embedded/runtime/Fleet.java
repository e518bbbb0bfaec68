package dev.sigil.embedded.runtime;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.TransientException;
import dev.sigil.core.build.Scaling;
import dev.sigil.core.deploy.ServerRuntime.ServerSpec;
import dev.sigil.core.deploy.ServerStatus;
import dev.sigil.core.deploy.ServerStatus.State;
import dev.sigil.core.gateway.InstanceRouter.Lease;
import dev.sigil.embedded.runtime.Instance.Phase;
import dev.sigil.embedded.runtime.Launcher.Running;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The instances of one release: started for requests that wait, kept while they are used, started
 * again when they end by themselves, stopped when they idle. It decides how many there are and who
 * gets which; their {@link Lifecycle} and {@link Leases} do the rest. Thread-safe.
 */
final class Fleet implements Lifecycle.Observer {
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

  private static final Refusal PAUSED = new Refusal(ErrorCode.UNAVAILABLE, "is paused");

  private final ServerSpec spec;
  private final Surroundings around;
  private final Scaling scaling;
  private final Guard guard = new Guard();
  private final Roster roster = new Roster();
  private final WaitingRoom waiting;
  private final CrashRecord crashes;
  private final Lifecycle lifecycle;
  private final Leases leases;
  private final CompletableFuture<Void> emptied = new CompletableFuture<>();
  private Mode mode;

  Fleet(ServerSpec spec, Mode mode, Surroundings around) {
    this.spec = spec;
    this.mode = mode;
    this.around = around;
    this.scaling = spec.plan().scaling();
    this.waiting = new WaitingRoom(around.executor(), around.settings().maxWaiting());
    this.crashes = new CrashRecord(around);
    this.lifecycle = new Lifecycle(spec, around, guard, roster, crashes, this);
    this.leases = new Leases(scaling, around, guard, roster, waiting, lifecycle, this::scaleOut);
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
    return guard.call(
        () ->
            isClosing()
                ? CompletableFuture.failedFuture(
                    new TransientException("the release was stopped meanwhile"))
                : roster.promising().orElseGet(() -> lifecycle.start(true)).ready);
  }

  /** Leases an instance; empty when the fleet was replaced and its successor is to be asked. */
  Optional<CompletionStage<Lease>> acquire() {
    return guard.call(
        () ->
            switch (mode) {
              case RETIRED, STOPPED -> Optional.empty();
              case PAUSED -> Optional.of(PAUSED.failed());
              case CANDIDATE, SERVING -> Optional.of(leaseOrWait());
            });
  }

  /** Leases this instance; empty when it is not, or no longer, one of this fleet. */
  Optional<CompletionStage<Lease>> acquire(String id) {
    return guard.call(
        () -> mode == Mode.PAUSED ? Optional.of(PAUSED.failed()) : leases.forSession(id));
  }

  private CompletionStage<Lease> leaseOrWait() {
    Optional<Lease> lease = leases.immediate();
    if (lease.isPresent()) {
      return CompletableFuture.completedFuture(lease.get());
    }
    boolean hopeless = lifecycle.isCrashing() && roster.isEmpty() && crashes.holdsBack();
    return hopeless ? crashes.refusal().failed() : leases.later();
  }

  /** Takes over requests that waited for the release before. */
  void adopt(List<Waiter> waiters) {
    guard.run(() -> leases.adopt(waiters));
  }

  /* Starts what the waiting requests, the minimum and crashed instances call for. */
  private void scaleOut() {
    if ((mode != Mode.SERVING && mode != Mode.CANDIDATE) || crashes.holdsBack()) {
      return;
    }
    int ready = roster.count(Phase.READY);
    int forWaiting = Math.ceilDiv(waiting.size(), scaling.concurrency());
    int minimum = mode == Mode.SERVING ? scaling.minInstances() : 0;
    int wanted = Math.max(minimum, ready + Math.max(forWaiting, crashes.owed()));
    int missing = Math.min(wanted, scaling.maxInstances()) - ready - roster.count(Phase.STARTING);
    crashes.settle();
    for (int i = 0; i < missing; i++) {
      lifecycle.start(false);
    }
  }

  @Override
  public void ready() {
    leases.serveWaiting();
  }

  @Override
  public void crashed(Duration wait) {
    boolean crashing = lifecycle.isCrashing();
    if (crashing) {
      crashes.settle();
      waiting.refuseAll(crashes.refusal());
    }
    if (!crashing || scaling.minInstances() > 0) {
      around.timers().schedule(wait, () -> guard.run(this::scaleOut));
    }
  }

  @Override
  public void gone() {
    scaleOut();
    completeIfEmpty();
  }

  @Override
  public boolean hasSpare() {
    return mode == Mode.SERVING && roster.count(Phase.READY) > scaling.minInstances();
  }

  /** Takes a candidate into service, or wakes it from a pause. */
  void serve() {
    guard.run(
        () -> {
          mode = Mode.SERVING;
          roster.all().forEach(lifecycle::setIdleTimer);
          scaleOut();
        });
  }

  /** Takes no requests, not even those of sessions, until it serves again. */
  void pause() {
    guard.run(
        () -> {
          mode = Mode.PAUSED;
          waiting.refuseAll(PAUSED);
          roster.all().forEach(instance -> lifecycle.drain(instance, false));
        });
  }

  /** Lets instances finish, takes no new requests, and hands over those that wait. */
  List<Waiter> retire() {
    return guard.call(
        () -> {
          mode = Mode.RETIRED;
          List<Waiter> handedOver = waiting.leave();
          roster.all().forEach(instance -> lifecycle.drain(instance, true));
          completeIfEmpty();
          return handedOver;
        });
  }

  /** Stops everything now. */
  CompletionStage<Void> stop() {
    return guard.call(
        () -> {
          mode = Mode.STOPPED;
          waiting.refuseAll(new Refusal(ErrorCode.UNAVAILABLE, "was stopped"));
          roster.all().forEach(lifecycle::stop);
          completeIfEmpty();
          return emptied;
        });
  }

  /** Replaces the instances that are ready, one after the other. */
  void restart() {
    List<Instance> old =
        guard.call(
            () -> {
              crashes.forgive(crashes.lastExit() != null && roster.count(Phase.READY) == 0);
              scaleOut();
              return roster.ready();
            });
    for (Instance instance : old) {
      Futures.await(guard.call(() -> lifecycle.start(true)).ready);
      guard.run(() -> lifecycle.drain(instance, true));
    }
  }

  private boolean isClosing() {
    return mode == Mode.RETIRED || mode == Mode.STOPPED;
  }

  private void completeIfEmpty() {
    if (roster.isEmpty() && isClosing()) {
      around.executor().execute(() -> emptied.complete(null));
    }
  }

  ServerStatus status(String isolation) {
    return guard.call(
        () ->
            new ServerStatus(
                state(), spec.release(), roster.statuses(), isolation, crashes.lastExit()));
  }

  private State state() {
    if (mode == Mode.PAUSED) {
      return State.PAUSED;
    }
    State calm = roster.promising().isPresent() ? State.RUNNING : State.SLEEPING;
    return lifecycle.isCrashing() ? State.CRASHING : calm;
  }
}
