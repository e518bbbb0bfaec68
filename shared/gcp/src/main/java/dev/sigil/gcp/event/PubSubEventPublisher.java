package dev.sigil.gcp.event;

import com.google.api.gax.batching.BatchingSettings;
import com.google.api.gax.retrying.RetrySettings;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.cloud.pubsub.v1.TopicAdminSettings;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.TopicName;
import dev.sigil.core.event.Event;
import dev.sigil.core.event.EventPublisher;
import dev.sigil.core.json.Json;
import dev.sigil.gcp.Failures;
import dev.sigil.gcp.GcpClients;
import dev.sigil.gcp.GcpConfig;
import dev.sigil.gcp.Lazy;
import dev.sigil.gcp.Names;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/**
 * Publishes to Pub/Sub and returns when the message is stored there: an instance may be frozen once
 * its function returned, so nothing may be left to a background thread. A call is repeated for up
 * to {@link #PATIENCE}, which may store the message twice.
 */
public final class PubSubEventPublisher implements EventPublisher, AutoCloseable {
  /** The attribute that holds the topic's id. */
  public static final String TOPIC = "topic";

  /** The attribute that holds the event's key. */
  public static final String KEY = "key";

  /** An event names things by id; one of this size in bytes is a mistake. Pub/Sub takes 10 MB. */
  static final int MAX_BYTES = 1 << 20;

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String ENDPOINT = "pubsub.googleapis.com:443";

  private final Lazy<TopicAdminClient> client;
  private final GcpConfig config;

  private PubSubEventPublisher(Lazy<TopicAdminClient> client, GcpConfig config) {
    this.client = client;
    this.config = config;
  }

  /** Opens the publisher without calling Pub/Sub. */
  public static PubSubEventPublisher open(GcpClients clients, GcpConfig config) {
    return new PubSubEventPublisher(new Lazy<>(() -> connect(clients)), config);
  }

  private static TopicAdminClient connect(GcpClients clients) throws IOException {
    TopicAdminSettings.Builder settings =
        clients.connect(
            TopicAdminSettings.newBuilder(),
            TopicAdminSettings.defaultGrpcTransportProviderBuilder(),
            ENDPOINT);
    settings
        .publishSettings()
        .setBatchingSettings(BatchingSettings.newBuilder().setIsEnabled(false).build())
        .setRetryableCodes(
            Set.of(
                Code.ABORTED,
                Code.CANCELLED,
                Code.DEADLINE_EXCEEDED,
                Code.INTERNAL,
                Code.RESOURCE_EXHAUSTED,
                Code.UNAVAILABLE,
                Code.UNKNOWN))
        .setRetrySettings(
            RetrySettings.newBuilder()
                .setInitialRetryDelayDuration(Duration.ofMillis(100))
                .setRetryDelayMultiplier(2)
                .setMaxRetryDelayDuration(Duration.ofSeconds(2))
                .setInitialRpcTimeoutDuration(Duration.ofSeconds(5))
                .setMaxRpcTimeoutDuration(Duration.ofSeconds(5))
                .setTotalTimeoutDuration(PATIENCE)
                .build());
    return TopicAdminClient.create(settings.build());
  }

  @Override
  public void publish(Event event) {
    byte[] data = Json.bytes(event);
    if (data.length > MAX_BYTES) {
      throw new IllegalArgumentException("an event on " + event.topic() + " exceeds 1 MiB");
    }
    PubsubMessage message =
        PubsubMessage.newBuilder()
            .setData(ByteString.copyFrom(data))
            .putAttributes(TOPIC, event.topic().id())
            .putAttributes(KEY, event.key())
            .build();
    TopicName topic = TopicName.of(config.home().project(), Names.topic(config, event.topic()));
    try {
      client
          .get()
          .publishCallable()
          .call(
              PublishRequest.newBuilder().setTopic(topic.toString()).addMessages(message).build());
    } catch (ApiException e) {
      throw Failures.translate(e, "Pub/Sub");
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
