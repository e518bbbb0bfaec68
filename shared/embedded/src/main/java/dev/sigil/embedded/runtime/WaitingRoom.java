package dev.sigil.embedded.runtime;

import dev.sigil.core.gateway.InstanceRouter.Lease;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The requests of one fleet that wait for an instance, first come, first served. Guarded by the
 * fleet's lock; those who wait are answered on the executor.
 */
final class WaitingRoom {
  private final Executor executor;
  private final int seats;
  private final Deque<Waiter> waiters = new ArrayDeque<>();

  WaitingRoom(Executor executor, int seats) {
    this.executor = executor;
    this.seats = seats;
  }

  /** Whether as many wait as may; those who gave up do not count. */
  boolean isFull() {
    waiters.removeIf(Waiter::abandoned);
    return waiters.size() >= seats;
  }

  boolean isEmpty() {
    return waiters.isEmpty();
  }

  int size() {
    return waiters.size();
  }

  /** Lets a request wait, also beyond the bound: whoever waited for a release before may go on. */
  void add(Waiter waiter) {
    waiters.add(waiter);
  }

  /** Whether it still waited. */
  boolean remove(Waiter waiter) {
    return waiters.remove(waiter);
  }

  /** Gives a lease to the first, or only lets it go when it gave up. */
  void serveFirst(Supplier<Lease> leases) {
    Waiter waiter = waiters.remove();
    if (!waiter.abandoned()) {
      Lease lease = leases.get();
      executor.execute(() -> waiter.give(lease));
    }
  }

  void refuseAll(Refusal refusal) {
    List<Waiter> refused = leave();
    executor.execute(() -> refused.forEach(waiter -> waiter.refuse(refusal.exception())));
  }

  /** Empties the room; the caller answers for whoever waited, in their order. */
  List<Waiter> leave() {
    List<Waiter> left = new ArrayList<>(waiters);
    waiters.clear();
    return left;
  }
}
