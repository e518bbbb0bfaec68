package dev.sigil.core.event;

import dev.sigil.core.json.Json;

/**
 * One attempt to hand an event to a subscription.
 *
 * @param id of the message: the same for each attempt
 * @param data the event as JSON
 * @param attempt from 1
 * @param maxAttempts after which the message goes to the dead letter
 */
public record Delivery(String id, Topic topic, String data, int attempt, int maxAttempts) {
  /**
   * The event.
   *
   * @throws Json.MalformedException when the data is not an event of the topic
   */
  public <E extends Event> E event(Class<E> type) {
    return Json.read(data, type);
  }

  public boolean lastAttempt() {
    return attempt >= maxAttempts;
  }
}
