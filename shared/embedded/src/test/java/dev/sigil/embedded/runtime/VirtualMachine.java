package dev.sigil.embedded.runtime;

import dev.sigil.core.deploy.ServerRuntime.ServerSpec;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/** Clock, timers, threads and processes of a machine on which nothing happens by itself. */
final class VirtualMachine implements Launcher, Timers, Executor, InstantSource {
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final List<Timer> timers = new ArrayList<>();
  private final Set<VirtualInstance> running = new LinkedHashSet<>();
  private final Deque<RuntimeException> failures = new ArrayDeque<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private int launched;

  private record Timer(Instant due, Runnable action) {}

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public Task schedule(Duration delay, Runnable action) {
    Timer timer = new Timer(now.plus(delay), action);
    timers.add(timer);
    return () -> timers.remove(timer);
  }

  /** Runs what is ready to run. */
  void run() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  /** Lets time pass, with all that falls due on the way. */
  void pass(Duration duration) {
    Instant end = now.plus(duration);
    run();
    for (Optional<Timer> next = due(end); next.isPresent(); next = due(end)) {
      timers.remove(next.get());
      now = next.get().due().isAfter(now) ? next.get().due() : now;
      next.get().action().run();
      run();
    }
    now = end;
  }

  private Optional<Timer> due(Instant end) {
    return timers.stream()
        .filter(timer -> !timer.due().isAfter(end))
        .min(Comparator.comparing(Timer::due));
  }

  @Override
  public Running launch(ServerSpec spec, String instance, BooleanSupplier cancelled) {
    launched++;
    if (!failures.isEmpty()) {
      throw failures.remove();
    }
    VirtualInstance started = new VirtualInstance();
    running.add(started);
    return started;
  }

  void failNext(RuntimeException failure) {
    failures.add(failure);
  }

  /** Every instance ends by itself. */
  void crash(String how) {
    for (VirtualInstance instance : List.copyOf(running)) {
      running.remove(instance);
      instance.ended.complete(how);
    }
    run();
  }

  int launched() {
    return launched;
  }

  int running() {
    return running.size();
  }

  private final class VirtualInstance implements Running {
    private final CompletableFuture<String> ended = new CompletableFuture<>();

    @Override
    public URI endpoint() {
      return URI.create("http://127.0.0.1:9/mcp");
    }

    @Override
    public CompletionStage<String> ended() {
      return ended;
    }

    @Override
    public void stop() {
      running.remove(this);
      ended.complete("stopped");
    }
  }
}
