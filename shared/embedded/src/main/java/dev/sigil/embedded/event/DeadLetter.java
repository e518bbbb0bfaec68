package dev.sigil.embedded.event;

import dev.sigil.core.event.Topic;
import java.time.Instant;

/**
 * A message that no attempt could deliver.
 *
 * @param id for {@link SqliteEventQueue#replay}
 * @param data the event as JSON
 * @param reason the last failure, for operators
 */
public record DeadLetter(
    long id,
    String subscription,
    Topic topic,
    String data,
    int attempts,
    String reason,
    Instant at) {}
