package dev.sigil.embedded.event;

import dev.sigil.core.TransientException;
import dev.sigil.core.event.Event;
import dev.sigil.core.event.EventFunction;
import dev.sigil.core.event.EventPublisher;
import dev.sigil.core.json.Json;
import dev.sigil.core.log.LogContext;
import dev.sigil.embedded.store.Database;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Delivers events from the one file. A publication is stored once for each subscription of its
 * topic and handed over on a thread of its own at once; a handler that fails gets it again with
 * growing waits, and at last it becomes a dead letter. Nothing polls: publications, ends of
 * handlers and the clock wake the dispatcher. Thread-safe.
 *
 * <p>Life: {@link #subscribe} each function, {@link #start}, publish, {@link #close}.
 */
public final class SqliteEventQueue implements EventPublisher, AutoCloseable {
  private static final Logger LOG = System.getLogger(SqliteEventQueue.class.getName());
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(3);
  private static final Duration IDLE = Duration.ofHours(1);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final MessageTable messages;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Map<Subscription, Semaphore> subscriptions = new LinkedHashMap<>();
  private final Semaphore signal = new Semaphore(0);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService workers;
  private final Thread dispatcher;

  public SqliteEventQueue(Database database, InstantSource clock, RandomGenerator random) {
    this.messages = new MessageTable(database);
    this.clock = clock;
    this.random = random;
    this.workers =
        Executors.newCachedThreadPool(Thread.ofPlatform().name("sigil-event-", 1).factory());
    this.dispatcher = Thread.ofPlatform().name("sigil-events").daemon().unstarted(this::dispatch);
  }

  /**
   * Subscribes a function to its topics.
   *
   * @param name lasting: what is stored under it is delivered to it after a restart
   */
  public void subscribe(String name, EventFunction function, DeliveryPolicy policy) {
    if (dispatcher.isAlive()) {
      throw new IllegalStateException("subscribe before the start");
    }
    if (subscriptions.keySet().stream().anyMatch(known -> known.name().equals(name))) {
      throw new IllegalArgumentException("there is a subscription named " + name);
    }
    subscriptions.put(
        new Subscription(name, function, policy), new Semaphore(policy.concurrency()));
  }

  /** Begins delivery, with what a stopped or killed process had under way. */
  public void start() {
    messages.releaseAll();
    dispatcher.start();
  }

  /** {@inheritDoc} A topic without subscriptions drops the event. */
  @Override
  public void publish(Event event) {
    if (dispatcher.getState() == Thread.State.NEW) {
      throw new IllegalStateException("publish after the start, or subscriptions would miss it");
    }
    List<String> interested =
        subscriptions.keySet().stream()
            .filter(subscription -> subscription.function().topics().contains(event.topic()))
            .map(Subscription::name)
            .toList();
    if (!interested.isEmpty()) {
      messages.insert(interested, event.topic(), Json.write(event), clock.instant());
      wake();
    }
  }

  /** The newest dead letters first. */
  public List<DeadLetter> deadLetters(int limit) {
    return messages.deadLetters(limit);
  }

  /** Delivers a dead letter again, with all its attempts; false when there is none. */
  public boolean replay(long deadLetter) {
    boolean found = messages.replay(deadLetter, clock.instant());
    wake();
    return found;
  }

  /** Messages that wait or are being delivered. */
  public int pending() {
    return messages.pending();
  }

  /** Looks for due messages now, as after somebody set the clock. */
  public void wake() {
    if (signal.availablePermits() == 0) {
      signal.release();
    }
  }

  private void dispatch() {
    while (closing.getCount() > 0) {
      Duration wait = RETRY;
      try {
        wait = deliverDue();
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "events could not be read; trying again", e);
      }
      try {
        if (signal.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
          signal.drainPermits();
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Starts what is due as far as there is room, and returns how long nothing more will be. */
  private Duration deliverDue() {
    Duration wait = IDLE;
    for (Map.Entry<Subscription, Semaphore> entry : subscriptions.entrySet()) {
      Subscription subscription = entry.getKey();
      Semaphore room = entry.getValue();
      int free = room.availablePermits();
      if (free == 0) {
        continue;
      }
      Instant now = clock.instant();
      List<Message> leased = messages.lease(subscription.name(), now, free);
      for (Message message : leased) {
        room.acquireUninterruptibly();
        workers.execute(() -> deliver(subscription, message, room));
      }
      Optional<Instant> next =
          leased.size() < free ? messages.nextDue(subscription.name()) : Optional.empty();
      if (next.isPresent()) {
        Duration until = Duration.between(now, next.get()).plusMillis(1);
        wait = until.compareTo(wait) < 0 ? until : wait;
      }
    }
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  private void deliver(Subscription subscription, Message message, Semaphore room) {
    LogContext.Scope topic = LogContext.with("topic", message.topic().id());
    LogContext.Scope delivery = LogContext.with("delivery", Long.toString(message.row()));
    try {
      Optional<Throwable> failure = attempt(subscription, message);
      settle(() -> settle(subscription, message, failure));
    } finally {
      delivery.close();
      topic.close();
      room.release();
      wake();
    }
  }

  /* An Error of one handler must not leave its message leased, nor end the others. */
  private static Optional<Throwable> attempt(Subscription subscription, Message message) {
    int maxAttempts = subscription.policy().maxAttempts();
    if (message.attempt() > maxAttempts) {
      return Optional.of(new TransientException("the platform stopped during the last attempt"));
    }
    try {
      subscription.function().accept(message.delivery(maxAttempts));
      return Optional.empty();
    } catch (RuntimeException | Error e) {
      return Optional.of(e);
    }
  }

  private void settle(Subscription subscription, Message message, Optional<Throwable> failure) {
    if (failure.isEmpty()) {
      messages.acknowledge(message);
      return;
    }
    Throwable cause = failure.get();
    Instant now = clock.instant();
    DeliveryPolicy policy = subscription.policy();
    if (closing.getCount() == 0) {
      messages.release(message, message.attempt() - 1, now);
    } else if (message.attempt() >= policy.maxAttempts()) {
      LOG.log(Level.ERROR, subscription.name() + " gave up", cause);
      messages.bury(message, String.valueOf(cause), now);
    } else {
      Level level = cause instanceof TransientException ? Level.INFO : Level.ERROR;
      LOG.log(level, subscription.name() + " failed and will be called again", cause);
      messages.release(
          message, message.attempt(), now.plus(policy.backoff(message.attempt(), random)));
    }
  }

  /* While the disk is full the outcome waits here; after a crash the message is delivered again. */
  private void settle(Runnable outcome) {
    while (true) {
      try {
        outcome.run();
        return;
      } catch (TransientException e) {
        LOG.log(Level.WARNING, "the end of a delivery could not be stored; trying again", e);
      }
      try {
        if (closing.await(RETRY.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Starts nothing new, and waits a while for what is under way; the rest is delivered again. */
  @Override
  public void close() {
    close(GRACE);
  }

  void close(Duration grace) {
    closing.countDown();
    signal.release();
    try {
      dispatcher.join();
      workers.shutdown();
      if (!workers.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        workers.shutdownNow();
        workers.awaitTermination(AFTER_INTERRUPT.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      workers.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
