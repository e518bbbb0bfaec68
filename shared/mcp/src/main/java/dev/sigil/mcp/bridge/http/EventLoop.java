package dev.sigil.mcp.bridge.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * One thread that waits for sockets, timers and tasks. What it runs must not block. All state of
 * the bridge but its pipes belongs to this thread, so none of it needs a lock.
 */
public final class EventLoop implements Executor, AutoCloseable {
  private static final long ORIGIN = System.nanoTime();

  private final Selector selector;
  private final Thread thread;
  private final Consumer<Throwable> onError;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean woken = new AtomicBoolean();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparingLong(timer -> timer.dueNanos - ORIGIN));
  private volatile boolean open = true;

  private record Timer(long dueNanos, Runnable task) {}

  /**
   * Starts the thread.
   *
   * @param onError told what a task threw; the loop goes on
   */
  public EventLoop(String name, Consumer<Throwable> onError) throws IOException {
    this.selector = Selector.open();
    this.onError = onError;
    this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
    thread.start();
  }

  Selector selector() {
    return selector;
  }

  /** Runs a task on the loop's thread, soon. May be called from any thread. */
  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    if (Thread.currentThread() != thread && woken.compareAndSet(false, true)) {
      selector.wakeup();
    }
  }

  /** Runs a task on the loop's thread, once, after a delay. May be called from any thread. */
  public void schedule(Duration delay, Runnable task) {
    long due = System.nanoTime() + delay.toNanos();
    execute(() -> timers.add(new Timer(due, task)));
  }

  /** Stops the loop after the tasks handed in so far, and waits for its end. */
  @Override
  public void close() {
    execute(() -> open = false);
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (selector) {
      while (open) {
        select();
        woken.set(false);
        runTasks();
        runTimers();
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void select() throws IOException {
    Timer next = timers.peek();
    if (next == null) {
      selector.select(this::ready);
      return;
    }
    long millis = Math.ceilDiv(next.dueNanos - System.nanoTime(), 1_000_000L);
    if (millis <= 0) {
      selector.selectNow(this::ready);
    } else {
      selector.select(this::ready, millis);
    }
  }

  private void ready(SelectionKey key) {
    if (key.isValid() && key.attachment() instanceof Runnable handler) {
      guarded(handler);
    }
  }

  private void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      guarded(task);
    }
  }

  private void runTimers() {
    long now = System.nanoTime();
    for (Timer next = timers.peek();
        next != null && next.dueNanos - now <= 0;
        next = timers.peek()) {
      timers.poll();
      guarded(next.task);
    }
  }

  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      onError.accept(e);
    }
  }
}
