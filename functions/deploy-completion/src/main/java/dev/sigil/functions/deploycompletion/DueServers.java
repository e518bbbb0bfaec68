package dev.sigil.functions.deploycompletion;

import dev.sigil.core.TransientException;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.ServerRuntime;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Pauses servers whose source is lost when their grace is over, and resumes what that paused when
 * the source is back. The record changes first, so that a crash in between is made up for by the
 * next tick, which finds it due still. Thread-safe.
 */
final class DueServers {
  private static final System.Logger LOG = System.getLogger(DueServers.class.getName());

  private final Deployments deployments;
  private final ServerRuntime runtime;
  private final InstantSource clock;

  DueServers(Deployments deployments, ServerRuntime runtime, InstantSource clock) {
    this.deployments = deployments;
    this.runtime = runtime;
    this.clock = clock;
  }

  /** Looks after what is due, the longest due first. */
  void run(int limit) {
    Instant now = clock.instant();
    for (Deployment due : deployments.due(now, limit)) {
      try {
        carryOut(due, now);
      } catch (TransientException e) {
        LOG.log(Level.WARNING, "Server " + due.id() + " stays due", e);
      }
    }
  }

  private void carryOut(Deployment due, Instant now) {
    Optional<Deployment> current =
        deployments.update(due.id(), d -> isDue(d, now) ? d.due(now) : d);
    if (current.filter(d -> isDue(d, now)).isPresent()) {
      Deployment wanted = current.get();
      apply(wanted);
      deployments.update(
          due.id(), d -> d.standing().equals(wanted.standing()) ? d.settled(now) : d);
    }
  }

  private void apply(Deployment wanted) {
    if (wanted.live() == null) {
      return;
    }
    switch (wanted.state()) {
      case PAUSED -> {
        LOG.log(Level.INFO, "Pauses server {0}, whose source is lost", wanted.id());
        runtime.pause(wanted.id());
      }
      case ACTIVE -> {
        LOG.log(Level.INFO, "Resumes server {0}, whose source is back", wanted.id());
        runtime.resume(wanted.id());
      }
      case DELETING -> {}
    }
  }

  private static boolean isDue(Deployment deployment, Instant now) {
    Instant at = deployment.dueAt();
    return at != null && !at.isAfter(now);
  }
}
