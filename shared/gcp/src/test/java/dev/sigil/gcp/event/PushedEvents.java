package dev.sigil.gcp.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.pubsub.v1.SubscriptionAdminClient;
import com.google.cloud.pubsub.v1.SubscriptionAdminSettings;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.cloud.pubsub.v1.TopicAdminSettings;
import com.google.pubsub.v1.DeadLetterPolicy;
import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.SubscriptionName;
import com.google.pubsub.v1.TopicName;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sigil.core.event.Delivery;
import dev.sigil.core.event.Event;
import dev.sigil.core.event.EventFunction;
import dev.sigil.core.event.Topic;
import dev.sigil.core.json.Json;
import dev.sigil.gcp.Cell;
import dev.sigil.gcp.GcpClients;
import dev.sigil.gcp.GcpConfig;
import dev.sigil.gcp.Names;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Functions behind push subscriptions as Terraform makes them, but without backoff: Pub/Sub posts
 * to a port of this machine, a failure is answered with 500, and what no attempt delivers goes to
 * the dead letter topic.
 */
final class PushedEvents implements AutoCloseable {
  private final GcpConfig config;
  private final int maxAttempts;
  private final TopicAdminClient topics;
  private final SubscriptionAdminClient subscriptions;
  private final PubSubEventPublisher publisher;
  private final HttpServer http;
  private final ExecutorService threads = Executors.newFixedThreadPool(8);
  private final List<EventFunction> functions;
  private final Map<String, Integer> attempts = new ConcurrentHashMap<>();
  private final AtomicInteger outstanding = new AtomicInteger();
  private final AtomicInteger deadLetters = new AtomicInteger();

  PushedEvents(String endpoint, String project, int maxAttempts, List<EventFunction> functions) {
    Cell home = new Cell(project, "europe-west1");
    this.config =
        new GcpConfig(
            home, List.of(home), "(default)", "sigil-", "sources", "images", "build", "gate", null);
    this.maxAttempts = maxAttempts;
    this.functions = List.copyOf(functions);
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
      this.http =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    http.setExecutor(threads);
    http.createContext("/", this::receive);
    http.start();
    this.publisher = PubSubEventPublisher.open(clients, config);
    subscribe();
  }

  PubSubEventPublisher publisher() {
    return publisher;
  }

  /** Publishes, and counts what is to be delivered. */
  void publish(Event event) {
    long interested = functions.stream().filter(f -> f.topics().contains(event.topic())).count();
    outstanding.addAndGet((int) interested);
    publisher.publish(event);
  }

  /** Deliveries that were neither acknowledged nor given up. */
  int outstanding() {
    return outstanding.get();
  }

  int deadLetters() {
    return deadLetters.get();
  }

  @Override
  public void close() {
    publisher.close();
    String project = config.home().project();
    subscriptions
        .listSubscriptions("projects/" + project)
        .iterateAll()
        .forEach(subscription -> subscriptions.deleteSubscription(subscription.getName()));
    subscriptions.close();
    topics.close();
    http.stop(0);
    threads.shutdownNow();
  }

  private void subscribe() {
    TopicName dead = TopicName.of(config.home().project(), "sigil-dead");
    topics.createTopic(dead);
    push("sigil-dead.dead", dead, "/dead");
    for (Topic topic : Topic.values()) {
      topics.createTopic(name(topic));
    }
    for (int i = 0; i < functions.size(); i++) {
      for (Topic topic : functions.get(i).topics()) {
        push("sigil-function" + i + "." + topic.id(), name(topic), "/" + i);
      }
    }
  }

  private void push(String id, TopicName topic, String path) {
    TopicName dead = TopicName.of(config.home().project(), "sigil-dead");
    Subscription.Builder subscription =
        Subscription.newBuilder()
            .setName(SubscriptionName.of(config.home().project(), id).toString())
            .setTopic(topic.toString())
            .setAckDeadlineSeconds(60)
            .setPushConfig(
                PushConfig.newBuilder()
                    .setPushEndpoint("http://127.0.0.1:" + http.getAddress().getPort() + path));
    if (!topic.equals(dead)) {
      subscription.setDeadLetterPolicy(
          DeadLetterPolicy.newBuilder()
              .setDeadLetterTopic(dead.toString())
              .setMaxDeliveryAttempts(maxAttempts));
    }
    subscriptions.createSubscription(subscription.build());
  }

  private void receive(HttpExchange exchange) throws IOException {
    JsonNode envelope = Json.parse(exchange.getRequestBody().readAllBytes());
    String path = exchange.getRequestURI().getPath();
    if (path.equals("/dead")) {
      deadLetters.incrementAndGet();
      acknowledge(exchange);
      return;
    }
    try {
      functions.get(Integer.parseInt(path.substring(1))).accept(delivery(envelope));
    } catch (RuntimeException e) {
      exchange.sendResponseHeaders(500, -1);
      exchange.close();
      return;
    }
    acknowledge(exchange);
  }

  private void acknowledge(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
    outstanding.decrementAndGet();
  }

  private Delivery delivery(JsonNode envelope) {
    JsonNode message = envelope.path("message");
    String topic = message.path("attributes").path(PubSubEventPublisher.TOPIC).asText();
    byte[] data = Base64.getDecoder().decode(message.path("data").asText());
    return new Delivery(
        message.path("messageId").asText(),
        List.of(Topic.values()).stream()
            .filter(t -> t.id().equals(topic))
            .findFirst()
            .orElseThrow(),
        new String(data, StandardCharsets.UTF_8),
        attempt(envelope),
        maxAttempts);
  }

  /* The service sends this with each push of such a subscription; the emulator leaves it out. */
  private int attempt(JsonNode envelope) {
    String message = envelope.path("message").path("messageId").asText();
    String delivery = envelope.path("subscription").asText() + " " + message;
    return envelope.path("deliveryAttempt").asInt(attempts.merge(delivery, 1, Integer::sum));
  }

  private TopicName name(Topic topic) {
    return TopicName.of(config.home().project(), Names.topic(config, topic));
  }
}
