package dev.sigil.embedded.event;

import dev.sigil.core.event.Delivery;
import dev.sigil.core.event.Topic;

/** A leased row: one event for one subscription. {@code attempt} counts this delivery. */
record Message(long row, String subscription, Topic topic, String data, int attempt) {
  Delivery delivery(int maxAttempts) {
    return new Delivery(Long.toString(row), topic, data, attempt, maxAttempts);
  }
}
