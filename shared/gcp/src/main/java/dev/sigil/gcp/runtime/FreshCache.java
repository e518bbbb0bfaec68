package dev.sigil.gcp.runtime;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Values that are looked up once and used until they are stale. A look-up runs once at a time for
 * each key, and its failure is not remembered. Thread-safe and never blocks.
 */
final class FreshCache<K, V> {
  private final Function<K, V> lookUp;
  private final Function<V, Instant> staleAt;
  private final int capacity;
  private final Executor executor;
  private final InstantSource clock;
  private final ConcurrentMap<K, CompletableFuture<V>> values = new ConcurrentHashMap<>();

  /**
   * Knows nothing yet.
   *
   * @param capacity keys above which everything is forgotten, so that memory has a bound
   * @param executor runs look-ups, which may block
   */
  FreshCache(
      Function<K, V> lookUp,
      Function<V, Instant> staleAt,
      int capacity,
      Executor executor,
      InstantSource clock) {
    this.lookUp = lookUp;
    this.staleAt = staleAt;
    this.capacity = capacity;
    this.executor = executor;
    this.clock = clock;
  }

  CompletableFuture<V> get(K key) {
    CompletableFuture<V> known = values.get(key);
    if (known != null && usable(known)) {
      return known;
    }
    if (values.size() >= capacity) {
      values.clear();
    }
    CompletableFuture<V> fresh = new CompletableFuture<>();
    CompletableFuture<V> used =
        values.compute(
            key, (same, current) -> current != null && usable(current) ? current : fresh);
    if (used == fresh) {
      executor.execute(() -> complete(key, fresh));
    }
    return used;
  }

  private void complete(K key, CompletableFuture<V> fresh) {
    try {
      fresh.complete(lookUp.apply(key));
    } catch (RuntimeException e) {
      values.remove(key, fresh);
      fresh.completeExceptionally(e);
    }
  }

  private boolean usable(CompletableFuture<V> value) {
    return switch (value.state()) {
      case RUNNING -> true;
      case SUCCESS -> clock.instant().isBefore(staleAt.apply(value.resultNow()));
      case FAILED, CANCELLED -> false;
    };
  }
}
