package dev.sigil.gcp.runtime;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.gateway.InstanceRouter;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.store.DocumentStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to Cloud Run, which wakes sleeping servers and places requests on instances by
 * itself. A lease names a revision; with the affinity that Cloud Run gave to a session, it also
 * names the instance. Thread-safe and never blocks.
 */
public final class CloudRunInstanceRouter implements InstanceRouter {
  private static final int MAX_ROUTES = 10_000;

  private final AsyncLoadingCache<DeploymentId, Known> routes;
  private final IdentityTokens tokens;

  private record Known(Optional<Route> route, Instant staleAt) {}

  /**
   * Routes by what was promoted.
   *
   * @param routeAge how old a route may be
   * @param executor runs reads of the store, which may block, such as on virtual threads
   */
  public CloudRunInstanceRouter(
      DocumentStore store,
      IdentityTokens tokens,
      Duration routeAge,
      Executor executor,
      InstantSource clock) {
    this.tokens = tokens;
    Routes stored = new Routes(store);
    routes =
        FreshValues.cache(
            deployment -> new Known(stored.find(deployment), clock.instant().plus(routeAge)),
            Known::staleAt,
            MAX_ROUTES,
            executor,
            clock);
  }

  @Override
  public CompletionStage<Lease> acquire(DeploymentId deployment, @Nullable String instance) {
    return routes.get(deployment).thenCompose(known -> lease(known.route(), instance));
  }

  private CompletableFuture<Lease> lease(Optional<Route> found, @Nullable String instance) {
    if (found.isEmpty()) {
      return refuse(ErrorCode.UNAVAILABLE, "This server has no live release.");
    }
    Route route = found.get();
    if (route.paused()) {
      return refuse(ErrorCode.UNAVAILABLE, "This server is paused.");
    }
    Optional<RevisionInstance> chosen =
        instance == null
            ? Optional.of(RevisionInstance.any(route))
            : RevisionInstance.parse(instance).filter(named -> named.lives(route));
    if (chosen.isEmpty()) {
      return refuse(ErrorCode.NOT_FOUND, "This instance has ended.");
    }
    return tokens
        .headers(route.audience())
        .thenApply(identity -> chosen.get().lease(route, identity));
  }

  private static CompletableFuture<Lease> refuse(ErrorCode code, String message) {
    return CompletableFuture.failedFuture(new SigilException(code, message));
  }
}
