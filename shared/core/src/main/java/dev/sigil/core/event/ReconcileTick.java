package dev.sigil.core.event;

import java.time.Instant;

/** The clock's call to look for releases that stand still. Published once a minute. */
public record ReconcileTick(Instant at) implements Event {
  @Override
  public Topic topic() {
    return Topic.RECONCILE_TICK;
  }

  @Override
  public String key() {
    return at.toString();
  }
}
