package dev.sigil.core.tool;

import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.json.Json;
import dev.sigil.core.store.Document;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.core.store.Index;
import dev.sigil.core.store.Index.Direction;
import dev.sigil.core.store.Page;
import dev.sigil.core.store.Query;
import java.util.List;
import java.util.Optional;

/**
 * The tools that releases answered with, stored once for each content and deployment. Never shared
 * between deployments, so that one's deletion takes all of its own and nothing of another's. The
 * tools are kept as text: a schema may nest deeper than a store's documents. Thread-safe.
 */
public final class Catalogues {
  private static final String COLLECTION = "catalogues";

  public static final Index BY_DEPLOYMENT =
      new Index(
          "cataloguesByDeployment", COLLECTION, List.of("deployment"), "hash", Direction.ASCENDING);

  private final DocumentStore store;

  public Catalogues(DocumentStore store) {
    this.store = store;
  }

  /** Stores a catalogue; storing it again changes nothing. */
  public void put(DeploymentId deployment, ToolCatalogue catalogue) {
    store.put(
        COLLECTION,
        key(deployment, catalogue.hash()),
        Json.object()
            .put("deployment", deployment.value())
            .put("hash", catalogue.hash())
            .put("tools", catalogue.canonical()));
  }

  public Optional<ToolCatalogue> get(DeploymentId deployment, String hash) {
    return store
        .get(COLLECTION, key(deployment, hash))
        .map(document -> ToolCatalogue.parse(document.body().path("tools").asText()));
  }

  /** Forgets every catalogue of a deployment. */
  public void deleteAll(DeploymentId deployment) {
    Page<Document> page;
    do {
      page = store.query(Query.of(BY_DEPLOYMENT, Query.MAX_LIMIT, null, deployment.value()));
      page.items().forEach(document -> store.delete(COLLECTION, document.id()));
    } while (page.next().isPresent());
  }

  private static String key(DeploymentId deployment, String hash) {
    return deployment + "-" + hash;
  }
}
