package dev.sigil.embedded.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sigil.core.TransientException;
import dev.sigil.core.event.Event;
import dev.sigil.core.event.ReconcileTick;
import dev.sigil.embedded.schedule.Scheduler.Tick;
import dev.sigil.testkit.time.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class SchedulerTest {
  private static final Tick MINUTE = new Tick(Duration.ofMinutes(1), ReconcileTick::new);

  private final MutableClock clock = new MutableClock(Instant.parse("2026-03-02T12:00:20Z"));
  private final List<Event> published = new CopyOnWriteArrayList<>();

  @Test
  void publishDue_atTheStartAndEachMinute_publishesOneTick() {
    Scheduler scheduler = new Scheduler(published::add, clock, List.of(MINUTE));

    assertThat(scheduler.publishDue()).isEqualTo(Duration.ofSeconds(40));
    clock.advance(Duration.ofSeconds(39));
    assertThat(scheduler.publishDue()).isEqualTo(Duration.ofSeconds(1));
    assertThat(published).containsExactly(tick("12:00"));

    clock.advance(Duration.ofSeconds(1));
    assertThat(scheduler.publishDue()).isEqualTo(Duration.ofMinutes(1));
    assertThat(published).containsExactly(tick("12:00"), tick("12:01"));
  }

  @Test
  void publishDue_afterALongSleep_publishesOneTick() {
    Scheduler scheduler = new Scheduler(published::add, clock, List.of(MINUTE));
    scheduler.publishDue();
    clock.advance(Duration.ofHours(1));
    scheduler.publishDue();

    assertThat(published).containsExactly(tick("12:00"), tick("13:00"));
  }

  @Test
  void publishDue_publisherUnavailable_goesOnWithTheNext() {
    Scheduler scheduler =
        new Scheduler(
            event -> {
              published.add(event);
              throw new TransientException("full");
            },
            clock,
            List.of(MINUTE));
    scheduler.publishDue();
    clock.advance(Duration.ofMinutes(1));
    scheduler.publishDue();

    assertThat(published).hasSize(2);
  }

  @Test
  void start_thenClose_publishesAndEnds() {
    try (Scheduler scheduler = new Scheduler(published::add, clock, List.of(MINUTE))) {
      scheduler.start();
      await().until(() -> !published.isEmpty());
    }
    assertThat(published).hasSize(1);
  }

  private static ReconcileTick tick(String time) {
    return new ReconcileTick(Instant.parse("2026-03-02T" + time + ":00Z"));
  }
}
