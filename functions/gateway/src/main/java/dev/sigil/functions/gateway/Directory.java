package dev.sigil.functions.gateway;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sigil.core.account.ApiToken;
import dev.sigil.core.account.Principal;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.PreviewOf;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Servers and keys by what a request says, remembered for a short time: what was found and what was
 * not, but no failure of the store. Each entry is read once at a time. Thread-safe.
 */
final class Directory {
  private static final int MAX_ENTRIES = 10_000;

  private final GatewayPorts ports;
  private final Executor blocking;
  private final AsyncCache<Address, Optional<Deployment>> deployments;
  private final AsyncCache<String, Optional<Principal>> principals;

  /**
   * Knows nothing yet.
   *
   * @param blocking runs reads of the store, which may block
   */
  Directory(GatewayPorts ports, Duration cacheTime, Executor blocking) {
    this.ports = ports;
    this.blocking = blocking;
    deployments = cache(cacheTime, ports.clock());
    principals = cache(cacheTime, ports.clock());
  }

  CompletableFuture<Optional<Deployment>> deployment(Address address) {
    return deployments.get(
        address,
        (key, executor) ->
            CompletableFuture.supplyAsync(
                () ->
                    ports
                        .deployments()
                        .find(key.owner(), key.name())
                        .filter(Directory::isThere)
                        .flatMap(this::asItsParent),
                blocking));
  }

  private static boolean isThere(Deployment deployment) {
    return deployment.state() != Deployment.State.DELETING;
  }

  /* A preview is seen by whoever sees the server that it would change, as that one is now. */
  private Optional<Deployment> asItsParent(Deployment found) {
    PreviewOf preview = found.preview();
    return preview == null
        ? Optional.of(found)
        : ports
            .deployments()
            .get(preview.parent())
            .filter(Directory::isThere)
            .map(parent -> found.seenAs(parent.visibility()));
  }

  /** Who holds the token; it is remembered by its hash. */
  CompletableFuture<Optional<Principal>> principal(ApiToken token) {
    if (!token.wellFormed()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    return principals.get(
        token.hash(),
        (hash, executor) ->
            CompletableFuture.supplyAsync(() -> ports.keys().authenticate(token), blocking));
  }

  private static <K, V> AsyncCache<K, V> cache(Duration time, InstantSource clock) {
    return Caffeine.newBuilder()
        .maximumSize(MAX_ENTRIES)
        .expireAfterWrite(time)
        .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
        .buildAsync();
  }
}
