package dev.sigil.embedded.runtime;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One thread that watches the clock for all servers and leaves the work to the executor. */
final class SystemTimers implements Timers, AutoCloseable {
  private final ScheduledThreadPoolExecutor clock;
  private final Executor executor;

  SystemTimers(Executor executor) {
    this.executor = executor;
    this.clock =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("server-timers").factory());
    clock.setRemoveOnCancelPolicy(true);
    clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public Task schedule(Duration delay, Runnable action) {
    if (clock.isShutdown()) {
      return () -> {};
    }
    Future<?> timer =
        clock.schedule(() -> executor.execute(action), delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> timer.cancel(false);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
