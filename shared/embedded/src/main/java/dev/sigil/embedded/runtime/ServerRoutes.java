package dev.sigil.embedded.runtime;

import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.json.Json;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.core.store.Index;
import dev.sigil.core.store.Index.Direction;
import dev.sigil.core.store.Page;
import dev.sigil.core.store.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The routes of all deployments, durable. Thread-safe. */
public final class ServerRoutes {
  private static final String COLLECTION = "serverRoutes";

  /** Every route; the store has to know it. */
  public static final Index ALL =
      new Index("serverRoutesAll", COLLECTION, List.of(), "deployment", Direction.ASCENDING);

  private final DocumentStore store;

  ServerRoutes(DocumentStore store) {
    this.store = store;
  }

  void forEach(Consumer<ServerRoute> action) {
    List<ServerRoute> routes = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      Query query = Query.of(ALL, Query.MAX_LIMIT, cursor.orElse(null));
      Page<ServerRoute> page = store.query(query).map(document -> document.as(ServerRoute.class));
      routes.addAll(page.items());
      cursor = page.next();
    } while (cursor.isPresent());
    routes.forEach(action);
  }

  /** Moves a deployment's traffic, unless it goes to this or a newer release already. */
  Optional<ServerRoute> advance(ServerRoute next) {
    return store.transact(
        tx -> {
          Optional<ServerRoute> before =
              tx.get(COLLECTION, next.deployment().value())
                  .map(document -> document.as(ServerRoute.class));
          if (before.isPresent() && before.get().number() >= next.number()) {
            return Optional.empty();
          }
          ServerRoute written =
              next.withPaused(before.map(ServerRoute::paused).orElse(next.paused()));
          tx.put(COLLECTION, next.deployment().value(), Json.tree(written));
          return Optional.of(written);
        });
  }

  void update(DeploymentId deployment, UnaryOperator<ServerRoute> change) {
    store.transact(
        tx -> {
          tx.get(COLLECTION, deployment.value())
              .map(document -> change.apply(document.as(ServerRoute.class)))
              .ifPresent(route -> tx.put(COLLECTION, deployment.value(), Json.tree(route)));
          return true;
        });
  }

  void delete(DeploymentId deployment) {
    store.delete(COLLECTION, deployment.value());
  }
}
