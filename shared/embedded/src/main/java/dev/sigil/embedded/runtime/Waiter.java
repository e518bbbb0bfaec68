package dev.sigil.embedded.runtime;

import dev.sigil.core.SigilException;
import dev.sigil.core.gateway.InstanceRouter.Lease;
import java.util.concurrent.CompletableFuture;

/** A request that waits for an instance. */
final class Waiter {
  final CompletableFuture<Lease> future = new CompletableFuture<>();
  private volatile Timers.Task timeout = () -> {};

  /** Sets what is to be cancelled when the wait is over. */
  void setTimeout(Timers.Task task) {
    timeout.cancel();
    timeout = task;
  }

  /** Hands over the lease, or ends it when nobody waits any more. */
  void give(Lease lease) {
    timeout.cancel();
    if (!future.complete(lease)) {
      lease.close();
    }
  }

  void refuse(SigilException refusal) {
    timeout.cancel();
    future.completeExceptionally(refusal);
  }

  boolean abandoned() {
    return future.isDone();
  }
}
