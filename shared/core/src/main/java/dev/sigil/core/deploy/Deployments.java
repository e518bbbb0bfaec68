package dev.sigil.core.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.json.Json;
import dev.sigil.core.source.Repository;
import dev.sigil.core.store.Document;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.core.store.DocumentStore.Transaction;
import dev.sigil.core.store.Index;
import dev.sigil.core.store.Index.Direction;
import dev.sigil.core.store.Page;
import dev.sigil.core.store.Query;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The deployments of all workspaces. Thread-safe. */
public final class Deployments {
  static final String COLLECTION = "deployments";
  private static final String NAMES = "serverNames";

  public static final Index BY_WORKSPACE =
      new Index(
          "deploymentsByWorkspace",
          COLLECTION,
          List.of("workspace"),
          "createdAt",
          Direction.DESCENDING);
  public static final Index BY_SOURCE =
      new Index(
          "deploymentsBySource",
          COLLECTION,
          List.of("source", "branch"),
          "createdAt",
          Direction.ASCENDING);
  public static final Index BY_REPOSITORY =
      new Index(
          "deploymentsByRepository",
          COLLECTION,
          List.of("source"),
          "createdAt",
          Direction.ASCENDING);
  public static final Index BY_DUE =
      new Index("deploymentsByDue", COLLECTION, List.of(), "dueAt", Direction.ASCENDING);

  private final DocumentStore store;
  private final InstantSource clock;

  public Deployments(DocumentStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * The deployment of this source, created when there is none. A name that another deployment of
   * the workspace holds is refused with {@code CONFLICT}. A deployment keeps its id when its
   * repository is renamed, so it is looked for by where its source is now.
   */
  public Deployment ensure(
      WorkspaceId workspace, ServerName name, Repository repository, String branch, String folder) {
    return ofSource(repository, branch).stream()
        .filter(found -> found.workspace().equals(workspace) && found.folder().equals(folder))
        .findFirst()
        .orElseGet(
            () ->
                create(
                    Deployment.create(
                        workspace, name, repository, branch, folder, clock.instant())));
  }

  private Deployment create(Deployment wanted) {
    String key = nameKey(wanted.workspace(), wanted.name());
    return store.transact(
        tx -> {
          Deployment fresh = wanted;
          Optional<Deployment> existing = read(tx, fresh.id());
          while (existing.isPresent() && !existing.get().source().equals(wanted.source())) {
            fresh = fresh.elsewhere();
            existing = read(tx, fresh.id());
          }
          if (existing.isPresent()) {
            return existing.get();
          }
          if (tx.get(NAMES, key).isPresent()) {
            throw new SigilException(
                ErrorCode.CONFLICT,
                "Another server of this workspace is named " + wanted.name() + ".",
                "Choose another name: `sigil deploy --name …`.");
          }
          tx.put(NAMES, key, Json.object().put("deployment", fresh.id().value()));
          write(tx, fresh);
          return fresh;
        });
  }

  /** The deployment that previews a pull request, made when there is none. */
  public Deployment preview(Deployment parent, PreviewOf preview) {
    Instant now = clock.instant();
    return store.transact(
        tx -> {
          Optional<Deployment> existing = read(tx, preview.id());
          if (existing.isPresent()) {
            return existing.get();
          }
          Deployment wanted = Deployment.previewOf(parent, preview, now);
          boolean taken = tx.get(NAMES, nameKey(wanted.workspace(), wanted.name())).isPresent();
          Deployment fresh = taken ? wanted.withUniqueName() : wanted;
          ObjectNode holder = Json.object().put("deployment", fresh.id().value());
          tx.put(NAMES, nameKey(fresh.workspace(), fresh.name()), holder);
          write(tx, fresh);
          return fresh;
        });
  }

  /** The deployment, seen from its workspace only. */
  public Optional<Deployment> find(WorkspaceId workspace, DeploymentId id) {
    return get(id).filter(deployment -> deployment.workspace().equals(workspace));
  }

  public Optional<Deployment> find(WorkspaceId workspace, ServerName name) {
    return store
        .get(NAMES, nameKey(workspace, name))
        .flatMap(document -> get(new DeploymentId(document.body().path("deployment").asText())));
  }

  /** For the pipeline, which acts for every workspace. */
  public Optional<Deployment> get(DeploymentId id) {
    return store.get(COLLECTION, id.value()).map(document -> document.as(Deployment.class));
  }

  /** Newest first. */
  public Page<Deployment> list(WorkspaceId workspace, int limit, @Nullable String cursor) {
    return store
        .query(Query.of(BY_WORKSPACE, limit, cursor, workspace.value()))
        .map(document -> document.as(Deployment.class));
  }

  /**
   * Every deployment that a push to this branch concerns; several folders make several. A preview
   * follows its pull request, and is none of them.
   */
  public List<Deployment> ofSource(Repository repository, String branch) {
    return store
        .query(Query.of(BY_SOURCE, Query.MAX_LIMIT, null, repository.key(), branch))
        .map(document -> document.as(Deployment.class))
        .items()
        .stream()
        .filter(deployment -> deployment.preview() == null)
        .toList();
  }

  /** Every deployment of this repository, of whatever branch and workspace, the oldest first. */
  public Page<Deployment> ofRepository(Repository repository, int limit, @Nullable String cursor) {
    return store
        .query(Query.of(BY_REPOSITORY, limit, cursor, repository.key()))
        .map(document -> document.as(Deployment.class));
  }

  /** Deployments that the platform has to look after by now, the longest due first. */
  public List<Deployment> due(Instant now, int limit) {
    return store
        .query(new Query(BY_DUE, List.of(), Json.text(now), limit, null))
        .map(document -> document.as(Deployment.class))
        .items();
  }

  /**
   * Changes a deployment in a transaction of its own; empty when it is gone. What stays as it was
   * is not written.
   */
  public Optional<Deployment> update(DeploymentId id, UnaryOperator<Deployment> change) {
    return store.transact(
        tx -> {
          Optional<Deployment> known = read(tx, id);
          Optional<Deployment> changed = known.map(change);
          changed
              .filter(deployment -> !deployment.equals(known.orElseThrow()))
              .ifPresent(deployment -> write(tx, deployment));
          return changed;
        });
  }

  /** Forgets a deployment and frees its name. */
  public void delete(Deployment deployment) {
    store.transact(
        tx -> {
          tx.delete(COLLECTION, deployment.id().value());
          tx.delete(NAMES, nameKey(deployment.workspace(), deployment.name()));
          return true;
        });
  }

  /** Reads inside a wider transaction. */
  public static Optional<Deployment> read(Transaction tx, DeploymentId id) {
    return tx.get(COLLECTION, id.value()).map((Document document) -> document.as(Deployment.class));
  }

  /** Writes inside a wider transaction. */
  public static void write(Transaction tx, Deployment deployment) {
    tx.put(COLLECTION, deployment.id().value(), Json.tree(deployment));
  }

  private static String nameKey(WorkspaceId workspace, ServerName name) {
    return workspace.value() + "~" + name.value();
  }
}
