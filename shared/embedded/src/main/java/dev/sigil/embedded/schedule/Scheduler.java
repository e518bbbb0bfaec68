package dev.sigil.embedded.schedule;

import dev.sigil.core.TransientException;
import dev.sigil.core.event.Event;
import dev.sigil.core.event.EventPublisher;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Publishes ticks at whole multiples of their period, and one at the start. Ticks missed while the
 * machine slept or the platform was down are not made up for: a tick says "look now".
 */
public final class Scheduler implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Scheduler.class.getName());

  /** A tick and how often it comes. */
  public record Tick(Duration period, Function<Instant, Event> event) {
    public Tick {
      if (period.compareTo(Duration.ofSeconds(1)) < 0) {
        throw new IllegalArgumentException("a period is at least a second");
      }
    }

    private Instant following(Instant now) {
      long seconds = period.toSeconds();
      return Instant.ofEpochSecond((now.getEpochSecond() / seconds + 1) * seconds);
    }

    private Instant current(Instant now) {
      return following(now).minus(Duration.ofSeconds(period.toSeconds()));
    }
  }

  private final EventPublisher events;
  private final InstantSource clock;
  private final Map<Tick, Instant> next = new HashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  public Scheduler(EventPublisher events, InstantSource clock, List<Tick> ticks) {
    this.events = events;
    this.clock = clock;
    ticks.forEach(tick -> next.put(tick, Instant.MIN));
    this.thread = Thread.ofPlatform().name("sigil-scheduler").daemon().unstarted(this::loop);
  }

  public void start() {
    thread.start();
  }

  /** Publishes what is due and returns how long nothing more will be. */
  Duration publishDue() {
    Instant now = clock.instant();
    next.replaceAll((tick, due) -> due.isAfter(now) ? due : publish(tick, now));
    return next.values().stream()
        .min(Instant::compareTo)
        .map(due -> Duration.between(now, due))
        .orElse(Duration.ofDays(1));
  }

  private Instant publish(Tick tick, Instant now) {
    try {
      events.publish(tick.event().apply(tick.current(now)));
    } catch (TransientException e) {
      LOG.log(Level.WARNING, "a tick could not be published; the next one will do", e);
    }
    return tick.following(now);
  }

  /* Wakes at least once a second, since a clock that is set does not move a wait. */
  private void loop() {
    try {
      do {
        long wait = Math.min(publishDue().toMillis() + 1, 1_000);
        if (closing.await(wait, TimeUnit.MILLISECONDS)) {
          return;
        }
      } while (true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
