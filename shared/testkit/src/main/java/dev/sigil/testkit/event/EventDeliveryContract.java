package dev.sigil.testkit.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.TransientException;
import dev.sigil.core.event.Delivery;
import dev.sigil.core.event.Event;
import dev.sigil.core.event.EventFunction;
import dev.sigil.core.event.EventPublisher;
import dev.sigil.core.event.ScanPassed;
import dev.sigil.core.event.SourcePushed;
import dev.sigil.core.event.Topic;
import dev.sigil.core.id.ReleaseId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every delivery of events does. */
public abstract class EventDeliveryContract {
  /** The fewest that Pub/Sub takes. */
  protected static final int MAX_ATTEMPTS = 5;

  protected static final ReleaseId RELEASE = new ReleaseId("deployment1-release1");

  /** A delivery with its subscribers. */
  protected interface Subject extends EventPublisher, AutoCloseable {
    /** Returns when nothing is left to deliver. */
    void settle();

    /** How many messages were given up. */
    int deadLetters();

    @Override
    void close();
  }

  /** Begins delivery to the subscribers, with up to {@link #MAX_ATTEMPTS} attempts. */
  protected abstract Subject open(List<EventFunction> subscribers);

  /** Remembers its deliveries, then does what the test says. */
  protected static final class Recorder implements EventFunction {
    private final Set<Topic> topics;
    private final Consumer<Delivery> then;
    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();

    public Recorder(Topic topic, Consumer<Delivery> then) {
      this.topics = Set.of(topic);
      this.then = then;
    }

    @Override
    public Set<Topic> topics() {
      return topics;
    }

    @Override
    public void accept(Delivery delivery) {
      deliveries.add(delivery);
      then.accept(delivery);
    }

    public List<Delivery> deliveries() {
      return List.copyOf(deliveries);
    }
  }

  @Test
  void publish_eachSubscriptionOfTheTopic_getsTheEvent() {
    Recorder one = new Recorder(Topic.SOURCE_PUSHED, delivery -> {});
    Recorder two = new Recorder(Topic.SOURCE_PUSHED, delivery -> {});
    Recorder other = new Recorder(Topic.SCAN_PASSED, delivery -> {});
    SourcePushed event = new SourcePushed(RELEASE);
    try (Subject subject = open(List.of(one, two, other))) {
      subject.publish(event);
      subject.settle();
    }

    assertThat(List.of(one, two))
        .allSatisfy(
            subscriber -> {
              assertThat(subscriber.deliveries()).hasSize(1);
              Delivery delivery = subscriber.deliveries().getFirst();
              assertThat(delivery.event(SourcePushed.class)).isEqualTo(event);
              assertThat(delivery.topic()).isEqualTo(Topic.SOURCE_PUSHED);
              assertThat(delivery.attempt()).isEqualTo(1);
              assertThat(delivery.maxAttempts()).isEqualTo(MAX_ATTEMPTS);
            });
    assertThat(other.deliveries()).isEmpty();
  }

  @Test
  void publish_withoutSubscriber_isDropped() {
    try (Subject subject = open(List.of())) {
      subject.publish(new SourcePushed(RELEASE));
      subject.settle();

      assertThat(subject.deadLetters()).isZero();
    }
  }

  @Test
  void publish_byAHandler_isDelivered() {
    AtomicReference<@Nullable EventPublisher> publisher = new AtomicReference<>();
    Recorder first =
        new Recorder(
            Topic.SOURCE_PUSHED, delivery -> publish(publisher.get(), new ScanPassed(RELEASE)));
    Recorder second = new Recorder(Topic.SCAN_PASSED, delivery -> {});
    try (Subject subject = open(List.of(first, second))) {
      publisher.set(subject);
      subject.publish(new SourcePushed(RELEASE));
      subject.settle();
    }

    assertThat(second.deliveries()).hasSize(1);
  }

  @Test
  void deliver_transientFailure_isRepeatedWithTheSameId() {
    Recorder flaky =
        new Recorder(
            Topic.SOURCE_PUSHED,
            delivery -> {
              if (!delivery.lastAttempt()) {
                throw new TransientException("not yet");
              }
            });
    try (Subject subject = open(List.of(flaky))) {
      subject.publish(new SourcePushed(RELEASE));
      subject.settle();

      assertThat(flaky.deliveries()).extracting(Delivery::attempt).containsExactly(1, 2, 3, 4, 5);
      assertThat(flaky.deliveries())
          .extracting(Delivery::id)
          .containsOnly(flaky.deliveries().getFirst().id());
      assertThat(flaky.deliveries().getLast().lastAttempt()).isTrue();
      assertThat(subject.deadLetters()).isZero();
    }
  }

  @Test
  void deliver_failingWithoutEnd_becomesADeadLetter() {
    Recorder broken =
        new Recorder(
            Topic.SOURCE_PUSHED,
            delivery -> {
              throw new IllegalStateException("broken");
            });
    Recorder fine = new Recorder(Topic.SOURCE_PUSHED, delivery -> {});
    try (Subject subject = open(List.of(broken, fine))) {
      subject.publish(new SourcePushed(RELEASE));
      subject.settle();

      assertThat(broken.deliveries()).hasSize(MAX_ATTEMPTS);
      assertThat(fine.deliveries()).hasSize(1);
      assertThat(subject.deadLetters()).isEqualTo(1);
    }
  }

  @Test
  void deliver_manyEvents_losesNone() {
    Recorder subscriber = new Recorder(Topic.SOURCE_PUSHED, delivery -> {});
    try (Subject subject = open(List.of(subscriber))) {
      for (int i = 0; i < 200; i++) {
        subject.publish(new SourcePushed(new ReleaseId("deployment1-r" + (1000 + i))));
      }
      subject.settle();
    }

    assertThat(subscriber.deliveries())
        .extracting(delivery -> delivery.event(SourcePushed.class).release())
        .doesNotHaveDuplicates()
        .hasSize(200);
  }

  private static void publish(@Nullable EventPublisher publisher, Event event) {
    if (publisher != null) {
      publisher.publish(event);
    }
  }
}
