package dev.sigil.embedded.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.sigil.core.TransientException;
import dev.sigil.core.event.Delivery;
import dev.sigil.core.event.Event;
import dev.sigil.core.event.EventFunction;
import dev.sigil.core.event.SourcePushed;
import dev.sigil.core.event.Topic;
import dev.sigil.core.json.Json;
import dev.sigil.embedded.store.Database;
import dev.sigil.testkit.event.EventDeliveryContract;
import dev.sigil.testkit.time.MutableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteEventQueueTest extends EventDeliveryContract {
  private static final DeliveryPolicy QUICK =
      new DeliveryPolicy(MAX_ATTEMPTS, Duration.ofMillis(2), Duration.ofMillis(4), 2);

  private Database database;

  @BeforeEach
  void openDatabase(@TempDir Path directory) {
    database = Database.open(directory);
  }

  @AfterEach
  void closeDatabase() {
    database.close();
  }

  @Override
  protected Subject open(List<EventFunction> subscribers) {
    SqliteEventQueue queue = queue(InstantSource.system(), subscribers);
    return new Subject() {
      @Override
      public void publish(Event event) {
        queue.publish(event);
      }

      @Override
      public void settle() {
        await().pollInterval(Duration.ofMillis(5)).until(() -> queue.pending() == 0);
      }

      @Override
      public int deadLetters() {
        return queue.deadLetters(10).size();
      }

      @Override
      public void close() {
        queue.close();
      }
    };
  }

  @Test
  void publish_beforeTheStart_isRefused() {
    SqliteEventQueue queue = new SqliteEventQueue(database, InstantSource.system(), new Random(1));

    assertThatIllegalStateException().isThrownBy(() -> queue.publish(new SourcePushed(RELEASE)));
  }

  @Test
  void deliver_afterAFailure_waitsForTheBackoff() {
    MutableClock clock = new MutableClock();
    Recorder failing = pushed(delivery -> fail());
    try (SqliteEventQueue queue = queue(clock, List.of(failing))) {
      queue.publish(new SourcePushed(RELEASE));
      await().until(() -> failing.deliveries().size() == 1);
      queue.wake();
      clock.advance(Duration.ofMillis(5));
      await()
          .until(
              () -> {
                queue.wake();
                return failing.deliveries().size() == 2;
              });
    }
    assertThat(failing.deliveries()).extracting(Delivery::attempt).containsExactly(1, 2);
  }

  @Test
  void backoff_growsWithJitterUpToItsBound() {
    DeliveryPolicy policy = new DeliveryPolicy(9, Duration.ofMillis(100), Duration.ofSeconds(1), 1);
    Random random = new Random(3);
    for (int round = 0; round < 100; round++) {
      assertThat(policy.backoff(1, random))
          .isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
      assertThat(policy.backoff(3, random))
          .isBetween(Duration.ofMillis(200), Duration.ofMillis(400));
      assertThat(policy.backoff(60, random))
          .isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    }
  }

  @Test
  void deliver_slowHandler_isNotStartedTwiceWhateverTheClockSays() {
    MutableClock clock = new MutableClock();
    CountDownLatch done = new CountDownLatch(1);
    Recorder slow = pushed(delivery -> hold(done));
    try (SqliteEventQueue queue = queue(clock, List.of(slow))) {
      queue.publish(new SourcePushed(RELEASE));
      await().until(() -> slow.deliveries().size() == 1);
      clock.advance(Duration.ofHours(5));
      queue.publish(new SourcePushed(RELEASE));
      await().until(() -> slow.deliveries().size() == 2);
      done.countDown();
      await().until(() -> queue.pending() == 0);
    }
    assertThat(slow.deliveries()).extracting(Delivery::id).doesNotHaveDuplicates();
  }

  @Test
  void deliver_manyAtOnce_keepsToTheConcurrency() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Recorder counting =
        pushed(
            delivery -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              Thread.onSpinWait();
              running.decrementAndGet();
            });
    try (Subject subject = open(List.of(counting))) {
      for (int i = 0; i < 50; i++) {
        subject.publish(new SourcePushed(RELEASE));
      }
      subject.settle();
    }
    assertThat(most.get()).isBetween(1, QUICK.concurrency());
    assertThat(counting.deliveries()).hasSize(50);
  }

  @Test
  void start_afterAKill_deliversWhatWasUnderWay() {
    MessageTable table = new MessageTable(database);
    table.insert(List.of("subscription0"), Topic.SOURCE_PUSHED, data(), MutableClock.START);
    assertThat(table.lease("subscription0", MutableClock.START, 1)).hasSize(1);
    assertThat(table.lease("subscription0", MutableClock.START, 1)).isEmpty();

    Recorder subscriber = pushed(delivery -> {});
    try (SqliteEventQueue queue = queue(new MutableClock(), List.of(subscriber))) {
      await().until(() -> queue.pending() == 0);
    }
    assertThat(subscriber.deliveries()).extracting(Delivery::attempt).containsExactly(2);
  }

  @Test
  void start_killedDuringTheLastAttempt_becomesADeadLetter() {
    MessageTable table = new MessageTable(database);
    table.insert(List.of("subscription0"), Topic.SOURCE_PUSHED, data(), MutableClock.START);
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      assertThat(table.lease("subscription0", MutableClock.START, 1)).hasSize(1);
      table.releaseAll();
    }

    Recorder subscriber = pushed(delivery -> {});
    try (SqliteEventQueue queue = queue(new MutableClock(), List.of(subscriber))) {
      await().until(() -> queue.pending() == 0);
      assertThat(queue.deadLetters(10)).hasSize(1);
    }
    assertThat(subscriber.deliveries()).isEmpty();
  }

  @Test
  void replay_deadLetter_deliversItWithAllAttempts() {
    AtomicBoolean broken = new AtomicBoolean(true);
    Recorder subscriber =
        pushed(
            delivery -> {
              if (broken.get()) {
                throw new IllegalStateException("the reason");
              }
            });
    try (SqliteEventQueue queue = queue(InstantSource.system(), List.of(subscriber))) {
      queue.publish(new SourcePushed(RELEASE));
      await().until(() -> queue.deadLetters(10).size() == 1);
      DeadLetter letter = queue.deadLetters(10).getFirst();
      assertThat(letter.reason()).contains("the reason");
      assertThat(letter.attempts()).isEqualTo(MAX_ATTEMPTS);
      assertThat(letter.subscription()).isEqualTo("subscription0");

      broken.set(false);
      assertThat(queue.replay(letter.id())).isTrue();
      assertThat(queue.replay(letter.id())).isFalse();
      await().until(() -> queue.pending() == 0);
      assertThat(queue.deadLetters(10)).isEmpty();
    }
    assertThat(subscriber.deliveries().getLast().attempt()).isEqualTo(1);
  }

  @Test
  void close_handlerUnderWay_isFinished() {
    CountDownLatch done = new CountDownLatch(1);
    Recorder slow = pushed(delivery -> hold(done));
    SqliteEventQueue queue = queue(InstantSource.system(), List.of(slow));
    queue.publish(new SourcePushed(RELEASE));
    await().until(() -> slow.deliveries().size() == 1);
    done.countDown();
    queue.close();

    assertThat(queue.pending()).isZero();
  }

  @Test
  void close_handlerThatDoesNotEnd_isReleasedWithoutCountingTheAttempt() {
    Recorder stuck = pushed(delivery -> hold(new CountDownLatch(1)));
    SqliteEventQueue queue = queue(InstantSource.system(), List.of(stuck));
    queue.publish(new SourcePushed(RELEASE));
    await().until(() -> stuck.deliveries().size() == 1);
    queue.close(Duration.ZERO);

    Recorder again = pushed(delivery -> {});
    try (SqliteEventQueue next = queue(InstantSource.system(), List.of(again))) {
      await().until(() -> next.pending() == 0);
    }
    assertThat(again.deliveries()).extracting(Delivery::attempt).containsExactly(1);
  }

  private SqliteEventQueue queue(InstantSource clock, List<EventFunction> subscribers) {
    SqliteEventQueue queue = new SqliteEventQueue(database, clock, new Random(1));
    for (int i = 0; i < subscribers.size(); i++) {
      queue.subscribe("subscription" + i, subscribers.get(i), QUICK);
    }
    queue.start();
    return queue;
  }

  private static Recorder pushed(Consumer<Delivery> then) {
    return new Recorder(Topic.SOURCE_PUSHED, then);
  }

  private static String data() {
    return Json.write(new SourcePushed(RELEASE));
  }

  private static void fail() {
    throw new TransientException("not now");
  }

  private static void hold(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new TransientException("interrupted", e);
    }
  }
}
