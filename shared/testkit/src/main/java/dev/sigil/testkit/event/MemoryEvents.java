package dev.sigil.testkit.event;

import dev.sigil.core.event.Delivery;
import dev.sigil.core.event.Event;
import dev.sigil.core.event.EventFunction;
import dev.sigil.core.event.EventPublisher;
import dev.sigil.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps events until {@link #deliverAll} hands them out on the caller's thread: in order and once,
 * or, as {@link #unreliable} asks, several times and shuffled. A handler that throws gets the same
 * message again, behind the others, until its attempts are used up. Publishing is thread-safe.
 */
public final class MemoryEvents implements EventPublisher {
  /** A message that no attempt could deliver. */
  public record DeadLetter(String subscription, Delivery delivery, RuntimeException reason) {}

  private record Message(EventFunction subscriber, Delivery delivery) {}

  private final int copies;
  private final int maxAttempts;
  private final @Nullable RandomGenerator shuffle;
  private final List<EventFunction> subscribers = new ArrayList<>();
  private final List<Event> published = new ArrayList<>();
  private final List<Message> pending = new ArrayList<>();
  private final List<DeadLetter> deadLetters = new ArrayList<>();
  private int ids;

  /** Delivers each event once, in the order of publication, with up to five attempts. */
  public MemoryEvents() {
    this(1, 5, null);
  }

  private MemoryEvents(int copies, int maxAttempts, @Nullable RandomGenerator shuffle) {
    this.copies = copies;
    this.maxAttempts = maxAttempts;
    this.shuffle = shuffle;
  }

  /** Delivers each event {@code copies} times, in an order that {@code random} chooses. */
  public static MemoryEvents unreliable(int copies, int maxAttempts, RandomGenerator random) {
    return new MemoryEvents(copies, maxAttempts, random);
  }

  /** Subscribes to the function's topics, for events published from now on. */
  public synchronized MemoryEvents subscribe(EventFunction subscriber) {
    subscribers.add(subscriber);
    return this;
  }

  @Override
  public synchronized void publish(Event event) {
    published.add(event);
    String data = Json.write(event);
    for (EventFunction subscriber : subscribers) {
      if (subscriber.topics().contains(event.topic())) {
        String id = Integer.toString(++ids);
        for (int copy = 0; copy < copies; copy++) {
          pending.add(
              new Message(subscriber, new Delivery(id, event.topic(), data, 1, maxAttempts)));
        }
      }
    }
  }

  /** Delivers until nothing is left, including what the handlers publish meanwhile. */
  public void deliverAll() {
    while (deliverOne()) {}
  }

  /** Delivers one message; false when there is none. */
  public boolean deliverOne() {
    Message message = take();
    if (message == null) {
      return false;
    }
    try {
      message.subscriber().accept(message.delivery());
    } catch (RuntimeException e) {
      failed(message, e);
    }
    return true;
  }

  /** Everything published so far, in order. */
  public synchronized List<Event> published() {
    return List.copyOf(published);
  }

  /** The events of one type published so far, in order. */
  public synchronized <E extends Event> List<E> published(Class<E> type) {
    return published.stream().filter(type::isInstance).map(type::cast).toList();
  }

  public synchronized List<DeadLetter> deadLetters() {
    return List.copyOf(deadLetters);
  }

  public synchronized int pending() {
    return pending.size();
  }

  private synchronized @Nullable Message take() {
    if (pending.isEmpty()) {
      return null;
    }
    return pending.remove(shuffle == null ? 0 : shuffle.nextInt(pending.size()));
  }

  private synchronized void failed(Message message, RuntimeException reason) {
    Delivery was = message.delivery();
    if (was.lastAttempt()) {
      deadLetters.add(new DeadLetter(message.subscriber().getClass().getSimpleName(), was, reason));
      return;
    }
    Delivery next =
        new Delivery(was.id(), was.topic(), was.data(), was.attempt() + 1, was.maxAttempts());
    pending.add(new Message(message.subscriber(), next));
  }
}
