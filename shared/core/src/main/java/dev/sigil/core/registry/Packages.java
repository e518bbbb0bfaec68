package dev.sigil.core.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.build.Visibility;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.core.store.DocumentStore.Transaction;
import dev.sigil.core.store.Index;
import dev.sigil.core.store.Index.Direction;
import dev.sigil.core.store.Page;
import dev.sigil.core.store.Query;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The registry: packages and their published versions. Publishing is {@link Publishing}, inside the
 * transaction in which a release goes live. Thread-safe.
 */
public final class Packages {
  private static final String VERSIONS = PackageDocuments.VERSIONS;

  /** One version for each package, or none, of those with a visibility. */
  public static final Index BY_RANK =
      index("packageVersionsByRank", List.of("visibility", "rank"), "name", Direction.ASCENDING);

  public static final Index BY_LISTED =
      index("packageVersionsListed", List.of("visibility", "listed"), "name", Direction.ASCENDING);
  public static final Index BY_CHANGE =
      index("packageVersionsByChange", List.of("visibility"), "updatedAt", Direction.DESCENDING);
  public static final Index BY_WORKSPACE =
      index(
          "packageVersionsByWorkspace", List.of("workspace", "rank"), "name", Direction.ASCENDING);
  public static final Index BY_NAME =
      index("packageVersionsByName", List.of("name"), "publishedAt", Direction.DESCENDING);
  public static final Index BY_DEPLOYMENT =
      index(
          "packageVersionsByDeployment", List.of("deployment"), "publishedAt", Direction.ASCENDING);

  /** How many pages of the store one search reads before it hands back what it has. */
  private static final int MAX_SCANNED_PAGES = 50;

  private final DocumentStore store;
  private final InstantSource clock;

  public Packages(DocumentStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  private static Index index(String name, List<String> equal, String order, Direction direction) {
    return new Index(name, VERSIONS, equal, order, direction);
  }

  /**
   * Public versions. A page may be shorter than {@code limit}, even empty, and still have a cursor:
   * a search reads a bounded part of the registry at a time.
   */
  public Page<PackageVersion> list(PackageFilter filter, int limit, @Nullable String cursor) {
    List<PackageVersion> found = new ArrayList<>();
    String next = cursor;
    for (int pages = 0; pages < MAX_SCANNED_PAGES; pages++) {
      Page<PackageVersion> page = versions(query(filter, limit - found.size(), next));
      for (PackageVersion item : page.items()) {
        if (filter.ended(item)) {
          return new Page<>(found, null);
        }
        if (filter.admits(item)) {
          found.add(item);
        }
      }
      next = page.nextCursor();
      if (next == null || found.size() * 4 >= limit * 3) {
        break;
      }
    }
    return new Page<>(found, next);
  }

  /** The latest versions of a workspace's packages, private ones included, by name. */
  public Page<PackageVersion> list(WorkspaceId workspace, int limit, @Nullable String cursor) {
    return versions(Query.of(BY_WORKSPACE, limit, cursor, workspace.value(), "latest"));
  }

  /** The versions of a package, deleted ones included, newest publication first. */
  public Page<PackageVersion> versions(String name, int limit, @Nullable String cursor) {
    return versions(Query.of(BY_NAME, limit, cursor, name));
  }

  /** The package, whoever may see it: the caller checks its visibility. */
  public Optional<PackageEntry> find(String name) {
    return store
        .get(PackageDocuments.PACKAGES, PackageDocuments.id(name))
        .map(document -> document.as(PackageEntry.class));
  }

  /** One version by name, or {@code latest}; deleted ones included. */
  public Optional<PackageVersion> find(String name, String version) {
    Optional<String> exact =
        version.equals("latest")
            ? find(name).flatMap(entry -> Optional.ofNullable(entry.latest()))
            : Optional.of(version);
    return exact
        .flatMap(value -> store.get(VERSIONS, PackageDocuments.id(name, value)))
        .map(document -> document.as(PackageVersion.class));
  }

  /**
   * Changes the status of one version, or of all when {@code version} is null, and decides anew
   * which is the latest. Returns the versions that changed.
   *
   * @throws SigilException {@code NOT_FOUND} when the workspace has no such package or version
   */
  public List<PackageVersion> changeStatus(
      WorkspaceId workspace,
      String name,
      @Nullable String version,
      PackageStatus status,
      @Nullable String message) {
    if (message != null && message.length() > PackageVersion.MAX_STATUS_MESSAGE) {
      throw new SigilException(
          ErrorCode.INVALID_REQUEST, "A status message has at most 500 characters.");
    }
    return store.transact(tx -> changeStatus(tx, workspace, name, version, status, message));
  }

  private List<PackageVersion> changeStatus(
      Transaction tx,
      WorkspaceId workspace,
      String name,
      @Nullable String version,
      PackageStatus status,
      @Nullable String message) {
    Instant now = clock.instant();
    PackageEntry entry =
        PackageDocuments.read(tx, name)
            .filter(found -> workspace.equals(found.workspace()))
            .filter(found -> version == null || found.versions().contains(version))
            .orElseThrow(() -> new SigilException(ErrorCode.NOT_FOUND, "Server not found"));
    List<PackageVersion> before =
        entry.versions().stream()
            .flatMap(item -> PackageDocuments.read(tx, name, item).stream())
            .toList();
    List<PackageVersion> asked =
        before.stream()
            .map(
                item ->
                    version == null || version.equals(item.version())
                        ? item.withStatus(status, message, now)
                        : item)
            .toList();
    String latest = latest(entry.latest(), asked);
    List<PackageVersion> after =
        asked.stream()
            .map(item -> item.withLatest(item.version().equals(latest), now))
            .filter(item -> !before.contains(item))
            .toList();
    PackageDocuments.write(
        tx,
        new PackageEntry(
            name,
            workspace,
            entry.deployment(),
            entry.visibility(),
            latest,
            entry.versions(),
            entry.createdAt(),
            now));
    after.forEach(item -> PackageDocuments.write(tx, item));
    return after;
  }

  /**
   * Publishes a server that runs elsewhere, or brings it up to date.
   *
   * @return false when nothing is new
   * @throws SigilException {@code INVALID_REQUEST} when it breaks a rule, {@code CONFLICT} when a
   *     server of that name is hosted here
   */
  public boolean importServer(ObjectNode server) {
    Publication publication = Publication.imported(server);
    return store.transact(
        tx -> {
          Publishing publishing = Publishing.prepare(tx, publication, clock.instant());
          boolean known =
              PackageDocuments.read(tx, publication.name(), publication.version())
                  .filter(before -> before.server().equals(server))
                  .isPresent();
          if (!known) {
            publishing.write(tx);
          }
          return !known;
        });
  }

  /** Forgets what a deployment published. Repeating it, also after a crash, finishes it. */
  public void delete(DeploymentId deployment) {
    Page<PackageVersion> page;
    do {
      page = versions(Query.of(BY_DEPLOYMENT, Query.MAX_LIMIT, null, deployment.value()));
      page.items().stream()
          .map(PackageVersion::name)
          .distinct()
          .forEach(name -> deleteEntry(name, deployment));
      page.items()
          .forEach(
              item -> store.delete(VERSIONS, PackageDocuments.id(item.name(), item.version())));
    } while (page.next().isPresent());
  }

  private void deleteEntry(String name, DeploymentId deployment) {
    store.transact(
        tx -> {
          boolean own =
              PackageDocuments.read(tx, name)
                  .filter(entry -> deployment.equals(entry.deployment()))
                  .isPresent();
          if (own) {
            tx.delete(PackageDocuments.PACKAGES, PackageDocuments.id(name));
          }
          return own;
        });
  }

  /* The latest stays while it is listed; else the rule of publication is followed again. */
  private static @Nullable String latest(@Nullable String current, List<PackageVersion> versions) {
    List<PackageVersion> listed =
        versions.stream().filter(item -> item.status() != PackageStatus.DELETED).toList();
    if (listed.stream().anyMatch(item -> Objects.equals(item.version(), current))) {
      return current;
    }
    return listed.stream()
        .sorted(Comparator.comparing(PackageVersion::publishedAt))
        .map(PackageVersion::version)
        .reduce((latest, next) -> Publishing.mayFollow(next, latest) ? next : latest)
        .orElse(null);
  }

  private static Query query(PackageFilter filter, int limit, @Nullable String cursor) {
    String visibility = Visibility.PUBLIC.name().toLowerCase(Locale.ROOT);
    if (filter.byTime()) {
      return Query.of(BY_CHANGE, limit, cursor, visibility);
    }
    return filter.latestOnly()
        ? Query.of(BY_RANK, limit, cursor, visibility, "latest")
        : Query.of(BY_LISTED, limit, cursor, visibility, "yes");
  }

  private Page<PackageVersion> versions(Query query) {
    return store.query(query).map(document -> document.as(PackageVersion.class));
  }
}
