package dev.sigil.testkit.github;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.codehost.HookDeliveries;
import dev.sigil.core.store.Page;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The list of an App's webhook deliveries, in memory; {@link FakeGitHub#hooks} shows it at GitHub's
 * own addresses. Who asks this port for another attempt gets it at once; who asks at GitHub's
 * address gets it when the test {@linkplain #settle settles}, for GitHub too delivers later.
 * Thread-safe.
 */
public final class FakeHookDeliveries implements HookDeliveries {
  private static final String CURSOR = "v1_";

  private final InstantSource clock;
  private final ToIntFunction<String> receiver;
  private final int pageSize;
  private final List<Attempt> attempts = new ArrayList<>();
  private final List<Long> asked = new ArrayList<>();
  private final List<String> waiting = new ArrayList<>();

  /**
   * A list.
   *
   * @param pageSize of this port's own pages, 1 to 100
   * @param receiver takes a delivery by its id and answers with a status; 0 for no answer
   */
  public FakeHookDeliveries(InstantSource clock, int pageSize, ToIntFunction<String> receiver) {
    this.clock = clock;
    this.pageSize = pageSize;
    this.receiver = receiver;
  }

  /** Delivers, as after an event. */
  public void deliver(String delivery) {
    Instant at = clock.instant();
    int status = receiver.applyAsInt(delivery);
    synchronized (this) {
      attempts.addFirst(new Attempt(attempts.size() + 1L, delivery, at, status));
    }
  }

  /** The attempts after which another was asked for, in order. */
  public synchronized List<Long> asked() {
    return List.copyOf(asked);
  }

  /** Every attempt, the newest first. */
  public synchronized List<Attempt> attempts() {
    return List.copyOf(attempts);
  }

  @Override
  public Page<Attempt> list(@Nullable String cursor) {
    return page(cursor, pageSize);
  }

  /* A cursor counts from the oldest, so that new attempts move nothing. */
  synchronized Page<Attempt> page(@Nullable String cursor, int size) {
    int left = cursor == null ? attempts.size() : left(cursor);
    int from = attempts.size() - left;
    int to = Math.min(attempts.size(), from + size);
    return new Page<>(
        attempts.subList(from, to), to < attempts.size() ? CURSOR + (attempts.size() - to) : null);
  }

  private int left(String cursor) {
    String number = cursor.startsWith(CURSOR) ? cursor.substring(CURSOR.length()) : "";
    if (!number.matches("\\d{1,9}") || Integer.parseInt(number) > attempts.size()) {
      throw new IllegalArgumentException("no cursor of this list: " + cursor);
    }
    return Integer.parseInt(number);
  }

  @Override
  public void redeliver(long attempt) {
    ask(attempt);
    settle();
  }

  /** Takes a wish for another attempt, which {@link #settle} fulfils. */
  synchronized void ask(long attempt) {
    Attempt known =
        attempts.stream()
            .filter(found -> found.id() == attempt)
            .findFirst()
            .orElseThrow(
                () ->
                    new SigilException(
                        ErrorCode.NOT_FOUND, "There is no attempt " + attempt + "."));
    asked.add(attempt);
    waiting.add(known.delivery());
  }

  /** Makes the attempts that were asked for. */
  public void settle() {
    List<String> now;
    synchronized (this) {
      now = List.copyOf(waiting);
      waiting.clear();
    }
    now.forEach(this::deliver);
  }
}
