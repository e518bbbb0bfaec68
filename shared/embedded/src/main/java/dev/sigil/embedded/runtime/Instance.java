package dev.sigil.embedded.runtime;

import dev.sigil.core.deploy.ServerStatus;
import dev.sigil.embedded.runtime.Launcher.Running;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One instance as its fleet sees it. Guarded by the fleet's lock, but for the futures. */
final class Instance {
  /** Where an instance is in its life; it only moves on. */
  enum Phase {
    STARTING,
    READY,
    /** Keeps its sessions and takes no new ones. */
    DRAINING,
    STOPPING
  }

  final String id;

  /** Whether a failure to start is the starter's to handle, and not a crash. */
  final boolean trial;

  final CompletableFuture<Running> ready = new CompletableFuture<>();
  final CompletableFuture<Void> gone = new CompletableFuture<>();

  volatile Phase phase = Phase.STARTING;
  @Nullable Running running;
  Instant startedAt;
  Instant lastUsed;
  int inFlight;
  boolean used;
  boolean idleTimerSet;

  Instance(String id, boolean trial, Instant now) {
    this.id = id;
    this.trial = trial;
    this.startedAt = now;
    this.lastUsed = now;
  }

  ServerStatus.Instance status() {
    return new ServerStatus.Instance(id, startedAt, inFlight);
  }
}
