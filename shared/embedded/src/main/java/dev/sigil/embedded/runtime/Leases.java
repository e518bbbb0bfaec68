package dev.sigil.embedded.runtime;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.build.Scaling;
import dev.sigil.core.gateway.InstanceRouter.Lease;
import dev.sigil.embedded.runtime.Fleet.Surroundings;
import dev.sigil.embedded.runtime.Instance.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Gives the instances of one fleet to requests: the oldest with room at once, else the next with
 * room, in the order in which the requests came and for as long as they have patience. Its methods
 * are called under the fleet's lock, but for {@link #release}.
 */
final class Leases {
  /** Requests of its sessions that an instance takes beyond its concurrency. */
  private static final int SESSION_HEADROOM = 64;

  private final int concurrency;
  private final Surroundings around;
  private final Guard guard;
  private final Roster roster;
  private final WaitingRoom waiting;
  private final Lifecycle lifecycle;
  private final Runnable scaleOut;

  /**
   * @param scaleOut called when one more request waits; starts what it calls for
   */
  Leases(
      Scaling scaling,
      Surroundings around,
      Guard guard,
      Roster roster,
      WaitingRoom waiting,
      Lifecycle lifecycle,
      Runnable scaleOut) {
    this.concurrency = scaling.concurrency();
    this.around = around;
    this.guard = guard;
    this.roster = roster;
    this.waiting = waiting;
    this.lifecycle = lifecycle;
    this.scaleOut = scaleOut;
  }

  /** A lease that needs no waiting. */
  Optional<Lease> immediate() {
    return roster.free(concurrency).map(this::lease);
  }

  /** Leases this instance to one of its sessions; empty when it takes none any more. */
  Optional<CompletionStage<Lease>> forSession(String id) {
    Instance instance = roster.get(id);
    if (instance == null || (instance.phase != Phase.READY && instance.phase != Phase.DRAINING)) {
      return Optional.empty();
    }
    return Optional.of(
        instance.inFlight < concurrency + SESSION_HEADROOM
            ? CompletableFuture.completedFuture(lease(instance))
            : new Refusal(ErrorCode.RATE_LIMITED, "has too many requests in flight").failed());
  }

  /** A lease when there is one; refused when too many wait already, or for too long. */
  CompletionStage<Lease> later() {
    if (waiting.isFull()) {
      return new Refusal(ErrorCode.RATE_LIMITED, "has too many requests waiting").failed();
    }
    Waiter waiter = new Waiter();
    enqueue(waiter);
    return waiter.future;
  }

  /** Takes over requests that waited elsewhere; their patience begins anew. */
  void adopt(List<Waiter> waiters) {
    waiters.forEach(this::enqueue);
    serveWaiting();
  }

  private void enqueue(Waiter waiter) {
    waiting.add(waiter);
    scaleOut.run();
    RuntimeSettings settings = around.settings();
    Duration patience =
        roster.count(Phase.STARTING) == 0 && roster.count(Phase.READY) > 0
            ? settings.queueTimeout()
            : settings.startTimeout().plus(settings.queueTimeout());
    waiter.setTimeout(around.timers().schedule(patience, () -> expire(waiter)));
  }

  private void expire(Waiter waiter) {
    if (guard.call(() -> waiting.remove(waiter))) {
      Refusal refusal =
          guard.call(() -> roster.count(Phase.READY)) > 0
              ? new Refusal(ErrorCode.RATE_LIMITED, "is at its bounds")
              : new Refusal(ErrorCode.UNAVAILABLE, "did not start in time");
      waiter.refuse(refusal.exception());
    }
  }

  /** Gives what room there is to those who wait. */
  void serveWaiting() {
    Optional<Instance> free = roster.free(concurrency);
    while (free.isPresent() && !waiting.isEmpty()) {
      Instance instance = free.get();
      waiting.serveFirst(() -> lease(instance));
      free = roster.free(concurrency);
    }
  }

  private Lease lease(Instance instance) {
    instance.inFlight++;
    instance.used = true;
    return new FleetLease(this, instance);
  }

  /** Ends a lease of this instance. */
  void release(Instance instance) {
    guard.run(
        () -> {
          instance.inFlight--;
          instance.lastUsed = around.clock().instant();
          serveWaiting();
          if (instance.inFlight == 0) {
            lifecycle.setIdleTimer(instance);
          }
        });
  }
}
