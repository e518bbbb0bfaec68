package dev.sigil.embedded.runtime;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.deploy.ServerRuntime.ServerSpec;
import dev.sigil.embedded.runtime.Fleet.Surroundings;
import dev.sigil.embedded.runtime.Instance.Phase;
import dev.sigil.embedded.runtime.Launcher.Running;
import java.time.Duration;
import java.time.Instant;

/**
 * Takes the instances of a fleet through their phases: launches them, stops them when they idle,
 * drains and stops them when told, and records when they end by themselves. Its methods are called
 * under the fleet's lock; launching and stopping themselves run on the executor, without it.
 */
final class Lifecycle {
  /** What a fleet makes of its instances. Called under the fleet's lock. */
  interface Observer {
    /** An instance takes requests from now on. */
    void ready();

    /** A crash was recorded; nothing is to be started for {@code wait}. */
    void crashed(Duration wait);

    /** An instance is no longer in the roster. */
    void gone();

    /** Whether more instances are ready than are to be kept without requests. */
    boolean hasSpare();
  }

  private final ServerSpec spec;
  private final Surroundings around;
  private final Guard guard;
  private final Roster roster;
  private final CrashRecord crashes;
  private final Observer observer;

  Lifecycle(
      ServerSpec spec,
      Surroundings around,
      Guard guard,
      Roster roster,
      CrashRecord crashes,
      Observer observer) {
    this.spec = spec;
    this.around = around;
    this.guard = guard;
    this.roster = roster;
    this.crashes = crashes;
    this.observer = observer;
  }

  /**
   * Starts an instance; its {@code ready} tells how that went.
   *
   * @param trial whether a failure is the caller's to handle, and not a crash
   */
  Instance start(boolean trial) {
    Instance instance = new Instance(around.instanceIds().get(), trial, around.clock().instant());
    roster.add(instance);
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
    boolean wanted = guard.call(() -> enterService(instance, running));
    if (wanted) {
      instance.ready.complete(running);
      running.ended().thenAccept(how -> around.executor().execute(() -> ended(instance, how)));
    } else {
      instance.ready.completeExceptionally(
          new Refusal(ErrorCode.UNAVAILABLE, "was stopped").exception());
      halt(instance, running);
    }
  }

  private boolean enterService(Instance instance, Running running) {
    instance.running = running;
    instance.startedAt = around.clock().instant();
    instance.lastUsed = instance.startedAt;
    if (instance.phase != Phase.STARTING) {
      return false;
    }
    instance.phase = Phase.READY;
    observer.ready();
    setIdleTimer(instance);
    return true;
  }

  private void failed(Instance instance, RuntimeException cause) {
    guard.run(
        () -> {
          if (instance.phase != Phase.STOPPING && !instance.trial) {
            observer.crashed(crashes.add(true, String.valueOf(cause.getMessage())));
          }
          forget(instance);
        });
    instance.ready.completeExceptionally(cause);
  }

  private void ended(Instance instance, String how) {
    boolean unasked = guard.call(() -> leaveService(instance, how));
    if (unasked && instance.running != null) {
      halt(instance, instance.running);
    }
  }

  private boolean leaveService(Instance instance, String how) {
    if (instance.phase == Phase.STOPPING) {
      return false;
    }
    boolean quick = !isStable(instance);
    boolean draining = instance.phase == Phase.DRAINING;
    instance.phase = Phase.STOPPING;
    if (!draining) {
      crashes.owe();
      observer.crashed(crashes.add(quick, how));
    }
    return true;
  }

  /**
   * Whether the fleet's instances keep ending; one that has run for long enough proves otherwise.
   */
  boolean isCrashing() {
    if (roster.ready().stream().anyMatch(this::isStable)) {
      crashes.recovered();
    }
    return crashes.givenUp();
  }

  private boolean isStable(Instance instance) {
    Duration uptime = Duration.between(instance.startedAt, around.clock().instant());
    return uptime.compareTo(around.settings().stableAfter()) >= 0;
  }

  /** Sees to it that the instance is stopped when nobody uses it for long enough. */
  void setIdleTimer(Instance instance) {
    Duration limit =
        switch (instance.phase) {
          case READY -> spec.plan().scaling().idleTimeout();
          case DRAINING -> around.settings().drainIdle();
          case STARTING, STOPPING -> null;
        };
    if (limit == null || instance.idleTimerSet) {
      return;
    }
    Instant due = instance.lastUsed.plus(limit);
    instance.idleTimerSet = true;
    around
        .timers()
        .schedule(
            Duration.between(around.clock().instant(), due),
            () -> guard.run(() -> idle(instance, limit)));
  }

  private void idle(Instance instance, Duration limit) {
    instance.idleTimerSet = false;
    if (instance.inFlight > 0) {
      return;
    }
    if (instance.lastUsed.plus(limit).isAfter(around.clock().instant())) {
      setIdleTimer(instance);
      return;
    }
    boolean spare = instance.phase == Phase.READY && observer.hasSpare();
    if (instance.phase == Phase.DRAINING || spare) {
      stop(instance);
    }
  }

  /**
   * Stops an instance as soon as its requests are answered; {@code drainTimeout} later it is
   * stopped in any case.
   *
   * @param keepSessions whether an instance that was used stays for {@code drainIdle} after its
   *     last request, for the sessions that it may hold
   */
  void drain(Instance instance, boolean keepSessions) {
    boolean wanted = instance.inFlight > 0 || (keepSessions && instance.used);
    if (instance.phase == Phase.STARTING || !wanted) {
      stop(instance);
      return;
    }
    if (instance.phase == Phase.READY) {
      instance.phase = Phase.DRAINING;
      instance.idleTimerSet = false;
      around
          .timers()
          .schedule(around.settings().drainTimeout(), () -> guard.run(() -> stop(instance)));
      if (instance.inFlight == 0) {
        setIdleTimer(instance);
      }
    }
  }

  /** Stops an instance now; one that is being launched is stopped when the launch returns. */
  void stop(Instance instance) {
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
    guard.run(() -> forget(instance));
  }

  private void forget(Instance instance) {
    roster.remove(instance);
    observer.gone();
  }
}
