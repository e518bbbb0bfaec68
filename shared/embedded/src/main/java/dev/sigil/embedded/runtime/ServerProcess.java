package dev.sigil.embedded.runtime;

import dev.sigil.embedded.host.ProcessTree;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** A started instance and everything that goes when it goes. Thread-safe. */
final class ServerProcess {
  private static final int SIGNAL_BASE = 128;
  private static final int SIGNALS = 64;
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final Process process;
  private final boolean watched;
  private final Duration grace;
  private final Optional<ControlGroup> group;
  private final Limits limits;
  private final List<Thread> pumps;
  private final Runnable cleanUp;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();

  /**
   * @param watched whether the process only watches the server, as bubblewrap's does
   * @param cleanUp removes what the instance had, once its processes are gone
   */
  ServerProcess(
      Process process,
      boolean watched,
      Duration grace,
      Optional<ControlGroup> group,
      Limits limits,
      List<Thread> pumps,
      Runnable cleanUp) {
    this.process = process;
    this.watched = watched;
    this.grace = grace;
    this.group = group;
    this.limits = limits;
    this.pumps = List.copyOf(pumps);
    this.cleanUp = cleanUp;
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Whether what listens on the port is this server, and no stranger. */
  boolean holds(int port) {
    ProcessHandle root = process.toHandle();
    return new ListeningPort(port).isHeldBy(Stream.concat(Stream.of(root), root.descendants()));
  }

  CompletionStage<String> ended() {
    return process.onExit().thenApply(exited -> howItEnded());
  }

  /** How the process ended, for people. */
  String howItEnded() {
    if (group.map(ControlGroup::ranOutOfMemory).orElse(false)) {
      return "it needed more than the " + limits.memoryMiB() + " MiB of memory it may use";
    }
    int code = process.exitValue();
    return code > SIGNAL_BASE && code <= SIGNAL_BASE + SIGNALS
        ? "signal " + (code - SIGNAL_BASE)
        : "exit code " + code;
  }

  /** Waits for the last lines of a process that has ended. */
  void awaitOutput() {
    for (Thread pump : pumps) {
      try {
        pump.join(LAST_WORDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** See {@link Launcher.Running#stop}. */
  void stop() {
    if (stopping.getAndSet(true)) {
      Futures.await(stopped);
      return;
    }
    try {
      if (process.isAlive()) {
        ProcessTree.terminate(process.toHandle(), watched);
        awaitExit(grace);
      }
      ProcessTree.kill(process.toHandle());
      group.ifPresent(ControlGroup::destroy);
      awaitExit(grace.plus(LAST_WORDS));
      awaitOutput();
    } finally {
      cleanUp.run();
      stopped.complete(null);
    }
  }

  private void awaitExit(Duration patience) {
    try {
      process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      System.getLogger(ServerProcess.class.getName())
          .log(System.Logger.Level.DEBUG, "process {0} goes on", String.valueOf(process.pid()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
