package dev.sigil.push;

import dev.sigil.core.Environment;
import java.util.Map;

/**
 * Settings of the delivery.
 *
 * @param maxAttempts after which Pub/Sub moves a message to the dead letter; the same number that
 *     the subscription is set to
 */
record PushConfig(int maxAttempts) {
  /* https://cloud.google.com/pubsub/docs/dead-letter-topics#set_a_dead_letter_topic */
  private static final int LEAST = 5;
  private static final int MOST = 100;
  private static final int DEFAULT = 10;

  /**
   * Reads the environment.
   *
   * @throws dev.sigil.core.ConfigException naming every problem
   */
  static PushConfig from(Map<String, String> variables) {
    Environment environment = new Environment(variables);
    int attempts = environment.integer("SIGIL_DELIVERY_ATTEMPTS", DEFAULT, LEAST, MOST);
    environment.check();
    return new PushConfig(attempts);
  }
}
