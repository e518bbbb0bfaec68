package dev.sigil.functions.journey;

import com.google.cloud.pubsub.v1.SubscriptionAdminClient;
import com.google.cloud.pubsub.v1.SubscriptionAdminSettings;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.cloud.pubsub.v1.TopicAdminSettings;
import com.google.protobuf.Duration;
import com.google.pubsub.v1.DeadLetterPolicy;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.RetryPolicy;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.SubscriptionName;
import com.google.pubsub.v1.TopicName;
import dev.sigil.gcp.GcpClients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Topics, push subscriptions and dead letters as Terraform makes them, with a backoff that suits a
 * test.
 */
final class PushSubscriptions implements AutoCloseable {
  static final int MAX_ATTEMPTS = 20;
  private static final String PREFIX = "sigil-";

  private final String project;
  private final TopicAdminClient topics;
  private final SubscriptionAdminClient subscriptions;

  PushSubscriptions(String endpoint, String project) {
    this.project = project;
    GcpClients clients = new GcpClients(endpoint);
    try {
      this.topics =
          TopicAdminClient.create(
              clients
                  .connect(
                      TopicAdminSettings.newBuilder(),
                      TopicAdminSettings.defaultGrpcTransportProviderBuilder(),
                      endpoint)
                  .build());
      this.subscriptions =
          SubscriptionAdminClient.create(
              clients
                  .connect(
                      SubscriptionAdminSettings.newBuilder(),
                      SubscriptionAdminSettings.defaultGrpcTransportProviderBuilder(),
                      endpoint)
                  .build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes one of Sigil's own topics. */
  void topic(String id) {
    topics.createTopic(TopicName.of(project, PREFIX + id));
  }

  /** Makes a topic that another system publishes on. */
  void foreignTopic(String id) {
    topics.createTopic(TopicName.of(project, id));
  }

  /** Has a function get what is published on a topic. */
  void subscribe(String function, String topic, boolean foreign, PushRelay relay) {
    String id = PREFIX + function + "." + topic;
    TopicName letters = TopicName.of(project, id + ".dead");
    topics.createTopic(letters);
    SubscriptionName kept = SubscriptionName.of(project, id + ".dead");
    subscriptions.createSubscription(
        Subscription.newBuilder()
            .setName(kept.toString())
            .setTopic(letters.toString())
            .setPushConfig(PushConfig.newBuilder().setPushEndpoint(relay.deadLetterEndpoint()))
            .build());
    subscriptions.createSubscription(
        Subscription.newBuilder()
            .setName(SubscriptionName.of(project, id).toString())
            .setTopic(TopicName.of(project, foreign ? topic : PREFIX + topic).toString())
            .setAckDeadlineSeconds(60)
            .setPushConfig(PushConfig.newBuilder().setPushEndpoint(relay.endpoint(function)))
            .setRetryPolicy(
                RetryPolicy.newBuilder()
                    .setMinimumBackoff(Duration.newBuilder().setNanos(200_000_000))
                    .setMaximumBackoff(Duration.newBuilder().setSeconds(2)))
            .setDeadLetterPolicy(
                DeadLetterPolicy.newBuilder()
                    .setDeadLetterTopic(letters.toString())
                    .setMaxDeliveryAttempts(MAX_ATTEMPTS))
            .build());
  }

  void publish(String topic, PubsubMessage message) {
    topics.publish(TopicName.of(project, topic), List.of(message));
  }

  @Override
  public void close() {
    topics.close();
    subscriptions.close();
  }
}
