package dev.sigil.embedded.build;

import dev.sigil.core.build.ImageBuilder.BuildRequest;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.json.Json;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.core.store.Index;
import dev.sigil.core.store.Index.Direction;
import dev.sigil.core.store.Query;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The builds of this machine, by release. Thread-safe. */
final class StoredBuilds {
  private static final String COLLECTION = "localBuilds";

  static final Index BY_STATE =
      new Index(
          "localBuildsByState", COLLECTION, List.of("state"), "submittedAt", Direction.ASCENDING);
  static final Index BY_DEPLOYMENT =
      new Index(
          "localBuildsByDeployment",
          COLLECTION,
          List.of("deployment"),
          "submittedAt",
          Direction.DESCENDING);

  private final DocumentStore store;
  private final InstantSource clock;

  StoredBuilds(DocumentStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** The build of the request's release, stored now unless it was before. */
  StoredBuild submit(BuildRequest request) {
    StoredBuild fresh =
        new StoredBuild(
            request.deployment(), StoredBuild.State.SUBMITTED, clock.instant(), request, null);
    String id = request.release().value();
    return store.transact(
        tx -> {
          Optional<StoredBuild> existing =
              tx.get(COLLECTION, id).map(document -> document.as(StoredBuild.class));
          if (existing.isEmpty()) {
            tx.put(COLLECTION, id, Json.tree(fresh));
          }
          return existing.orElse(fresh);
        });
  }

  /** Changes a build; empty when it was cancelled or deleted meanwhile. */
  Optional<StoredBuild> update(ReleaseId release, UnaryOperator<StoredBuild> change) {
    return store.transact(
        tx -> {
          Optional<StoredBuild> changed =
              tx.get(COLLECTION, release.value())
                  .map(document -> change.apply(document.as(StoredBuild.class)));
          changed.ifPresent(build -> tx.put(COLLECTION, release.value(), Json.tree(build)));
          return changed;
        });
  }

  void delete(ReleaseId release) {
    store.delete(COLLECTION, release.value());
  }

  /** Oldest first; a bound far above what one machine builds. */
  List<StoredBuild> inState(StoredBuild.State state) {
    String name = state.name().toLowerCase(Locale.ROOT);
    return all(Query.of(BY_STATE, Query.MAX_LIMIT, null, name));
  }

  /** Newest first. */
  List<StoredBuild> ofDeployment(DeploymentId deployment) {
    return all(Query.of(BY_DEPLOYMENT, Query.MAX_LIMIT, null, deployment.value()));
  }

  private List<StoredBuild> all(Query query) {
    return store.query(query).map(document -> document.as(StoredBuild.class)).items();
  }
}
