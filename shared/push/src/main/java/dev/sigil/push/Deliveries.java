package dev.sigil.push;

import dev.sigil.core.event.Delivery;
import dev.sigil.core.event.Event;
import dev.sigil.core.event.ForeignEvents;
import dev.sigil.core.event.Topic;
import dev.sigil.core.json.Json;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes deliveries of what was pushed: Sigil's own events, and what others say in their words. */
final class Deliveries {
  private static final Map<String, Topic> TOPICS =
      Stream.of(Topic.values())
          .collect(Collectors.toUnmodifiableMap(Topic::id, Function.identity()));

  private final Map<String, ForeignEvents> foreign;
  private final int maxAttempts;

  Deliveries(Map<String, ForeignEvents> foreign, int maxAttempts) {
    this.foreign = Map.copyOf(foreign);
    this.maxAttempts = maxAttempts;
  }

  /**
   * The delivery that a push stands for, or empty when another system says what concerns nobody
   * here.
   *
   * @throws IllegalArgumentException when nobody reads the subscription's topic
   */
  Optional<Delivery> of(PushEnvelope push) {
    ForeignEvents reader = foreign.get(push.topic());
    if (reader != null) {
      return reader.translate(push.attributes(), push.data()).map(event -> translated(push, event));
    }
    Topic topic = TOPICS.get(push.topic());
    if (topic == null) {
      throw new IllegalArgumentException(
          "subscription " + push.subscription() + " ends with no known topic");
    }
    return Optional.of(delivery(push, topic, push.data()));
  }

  private Delivery translated(PushEnvelope push, Event event) {
    return delivery(push, event.topic(), Json.write(event));
  }

  private Delivery delivery(PushEnvelope push, Topic topic, String data) {
    return new Delivery(push.id(), topic, data, push.attempt(), maxAttempts);
  }
}
