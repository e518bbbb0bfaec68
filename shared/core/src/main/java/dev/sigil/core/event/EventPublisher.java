package dev.sigil.core.event;

import dev.sigil.core.TransientException;

/**
 * Hands events to delivery. When {@link #publish} returned, each subscription of the topic gets the
 * event at least once, also after a crash; order is not kept. Thread-safe.
 */
@FunctionalInterface
public interface EventPublisher {
  /**
   * Publishes one event.
   *
   * @throws TransientException when it could not be stored for delivery
   */
  void publish(Event event);
}
