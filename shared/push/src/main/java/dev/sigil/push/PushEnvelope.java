package dev.sigil.push;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What Pub/Sub posts to a push endpoint, as <a
 * href="https://cloud.google.com/pubsub/docs/push#receive_push">its documentation</a> defines it.
 *
 * @param id of the message: the same for each attempt
 * @param data of the message, decoded; empty when it has none
 * @param subscription the id alone, without project
 * @param attempt from 1; 1 also where the subscription has no dead letter and so counts none
 */
record PushEnvelope(
    String id, Map<String, String> attributes, String data, String subscription, int attempt) {
  private static final int MAX_ATTRIBUTES = 100;

  PushEnvelope {
    attributes = Map.copyOf(attributes);
  }

  /**
   * Reads a body.
   *
   * @throws Json.MalformedException when it is not JSON
   * @throws IllegalArgumentException when it is not a push
   */
  static PushEnvelope parse(byte[] body) {
    JsonNode root = Json.parse(body);
    JsonNode message = root.path("message");
    String id = message.path("messageId").asText();
    String subscription = root.path("subscription").asText();
    if (id.isEmpty() || subscription.isEmpty()) {
      throw new IllegalArgumentException("a push names its message and its subscription");
    }
    return new PushEnvelope(
        id,
        attributes(message.path("attributes")),
        new String(
            Base64.getDecoder().decode(message.path("data").asText()), StandardCharsets.UTF_8),
        subscription.substring(subscription.lastIndexOf('/') + 1),
        Math.max(1, root.path("deliveryAttempt").asInt(1)));
  }

  /** The topic's id, which the subscription's name ends with. */
  String topic() {
    return subscription.substring(subscription.lastIndexOf('.') + 1);
  }

  private static Map<String, String> attributes(JsonNode node) {
    if (node.size() > MAX_ATTRIBUTES) {
      throw new IllegalArgumentException("a message has at most 100 attributes");
    }
    Map<String, String> attributes = new LinkedHashMap<>();
    node.properties().forEach(field -> attributes.put(field.getKey(), field.getValue().asText()));
    return attributes;
  }
}
