package dev.sigil.gcp.runtime;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.CacheLoader;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Makes caches of values that say themselves when they are stale. */
final class FreshValues {
  private FreshValues() {}

  /**
   * An empty cache. A look-up runs once at a time for each key, and its failure is not remembered.
   *
   * @param capacity keys above which the least used are forgotten
   * @param executor runs look-ups, which may block
   */
  static <K, V> AsyncLoadingCache<K, V> cache(
      CacheLoader<K, V> lookUp,
      Function<V, Instant> staleAt,
      int capacity,
      Executor executor,
      InstantSource clock) {
    return Caffeine.newBuilder()
        .maximumSize(capacity)
        .executor(executor)
        .ticker(() -> ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant()))
        .expireAfter(
            Expiry.<K, V>writing(
                (key, value) -> Duration.between(clock.instant(), staleAt.apply(value))))
        .buildAsync(lookUp);
  }
}
