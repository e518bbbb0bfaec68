package dev.sigil.gcp.runtime;

import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.json.Json;
import dev.sigil.core.store.DocumentStore;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The routes of all promoted servers. Thread-safe. */
final class Routes {
  private static final String COLLECTION = "routes";

  private final DocumentStore store;

  Routes(DocumentStore store) {
    this.store = store;
  }

  Optional<Route> find(DeploymentId deployment) {
    return store.get(COLLECTION, deployment.value()).map(document -> document.as(Route.class));
  }

  /** Records that a revision serves, unless a newer one was recorded meanwhile. */
  Route promote(DeploymentId deployment, Route next) {
    return store.transact(
        tx -> {
          Optional<Route> before =
              tx.get(COLLECTION, deployment.value()).map(document -> document.as(Route.class));
          if (before.isPresent() && before.get().serving().compareTo(next.serving()) > 0) {
            return before.get();
          }
          Route after = before.map(route -> route.promoting(next)).orElse(next);
          tx.put(COLLECTION, deployment.value(), Json.tree(after));
          return after;
        });
  }

  /** Changes the route; empty when there is none. */
  Optional<Route> update(DeploymentId deployment, UnaryOperator<Route> change) {
    return store.transact(
        tx -> {
          Optional<Route> changed =
              tx.get(COLLECTION, deployment.value())
                  .map(document -> change.apply(document.as(Route.class)));
          changed.ifPresent(route -> tx.put(COLLECTION, deployment.value(), Json.tree(route)));
          return changed;
        });
  }

  void delete(DeploymentId deployment) {
    store.delete(COLLECTION, deployment.value());
  }
}
