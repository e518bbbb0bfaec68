package dev.sigil.core.registry;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.store.DocumentStore.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A publication that has been read for and is ready to be written, inside one transaction: reads
 * come before writes, and a release goes live in the same one.
 */
public final class Publishing {
  private final PackageEntry entry;
  private final PackageVersion published;
  private final Map<String, PackageVersion> changed;
  private final List<String> dropped;

  private Publishing(
      PackageEntry entry,
      PackageVersion published,
      Map<String, PackageVersion> changed,
      List<String> dropped) {
    this.entry = entry;
    this.published = published;
    this.changed = changed;
    this.dropped = dropped;
  }

  /**
   * Decides what a publication changes. Published metadata is immutable: other metadata under a
   * version that exists is published as that version with the commit as build metadata; an import
   * follows its source. A name that was only imported goes to the deployment that publishes it.
   *
   * @throws SigilException {@code INVALID_REQUEST} when the server.json breaks a rule, {@code
   *     CONFLICT} when another deployment holds the name
   */
  public static Publishing prepare(Transaction tx, Publication publication, Instant now) {
    List<String> problems = ServerJsonRules.problems(publication.server());
    if (!problems.isEmpty()) {
      throw new SigilException(
          ErrorCode.INVALID_REQUEST,
          "The server cannot be published: " + String.join("; ", problems) + ".",
          "Correct the fields in mcp.yaml, then push again.");
    }
    Optional<PackageEntry> found = PackageDocuments.read(tx, publication.name());
    @Nullable DeploymentId holder = found.map(PackageEntry::deployment).orElse(null);
    if (holder != null && !holder.equals(publication.deployment())) {
      throw new SigilException(
          ErrorCode.CONFLICT,
          "Another server is published as " + publication.name() + ".",
          "Delete that server, or deploy this one under another name.");
    }
    @Nullable Hosting hosting = publication.hosting();
    PackageEntry before = found.orElseGet(() -> empty(publication, now));
    String version = version(tx, publication);
    Optional<PackageVersion> existing = PackageDocuments.read(tx, before.name(), version);
    Optional<PackageVersion> latest =
        Optional.ofNullable(before.latest())
            .flatMap(current -> PackageDocuments.read(tx, before.name(), current));
    boolean becomesLatest =
        publication.rollback() || latest.isEmpty() || mayFollow(version, latest.get().version());
    PackageVersion published = published(publication, version, existing, becomesLatest, now);
    Map<String, PackageVersion> changed = new LinkedHashMap<>();
    if (before.visibility() != publication.visibility()) {
      for (String other : before.versions()) {
        PackageDocuments.read(tx, before.name(), other)
            .map(item -> item.withVisibility(publication.visibility(), now))
            .ifPresent(item -> changed.put(other, item));
      }
    }
    if (becomesLatest && latest.isPresent()) {
      PackageVersion current =
          changed.getOrDefault(latest.get().version(), latest.get()).withLatest(false, now);
      changed.put(current.version(), current);
    }
    changed.put(version, published);
    List<String> versions = new ArrayList<>(before.versions());
    if (!versions.contains(version)) {
      versions.add(version);
    }
    String newLatest = becomesLatest ? version : before.latest();
    List<String> dropped = drop(versions, version, newLatest);
    dropped.forEach(changed::remove);
    return new Publishing(
        new PackageEntry(
            before.name(),
            hosting == null ? null : hosting.workspace(),
            hosting == null ? null : hosting.deployment(),
            publication.visibility(),
            newLatest,
            versions,
            before.createdAt(),
            now),
        published,
        changed,
        dropped);
  }

  public PackageVersion published() {
    return published;
  }

  public void write(Transaction tx) {
    PackageDocuments.write(tx, entry);
    changed.values().forEach(version -> PackageDocuments.write(tx, version));
    dropped.forEach(
        version ->
            tx.delete(PackageDocuments.VERSIONS, PackageDocuments.id(entry.name(), version)));
  }

  /**
   * Whether a version published after {@code latest} takes its place: a higher or equal semantic
   * version does, and so does one that cannot be compared (the rule of the official registry).
   */
  static boolean mayFollow(String version, String latest) {
    Optional<SemanticVersion> next = SemanticVersion.parse(version);
    Optional<SemanticVersion> current = SemanticVersion.parse(latest);
    return next.isEmpty() || current.isEmpty() || next.get().compareTo(current.get()) >= 0;
  }

  private static PackageEntry empty(Publication publication, Instant now) {
    return new PackageEntry(
        publication.name(), null, null, publication.visibility(), null, List.of(), now, now);
  }

  private static String version(Transaction tx, Publication publication) {
    String asked = publication.version();
    @Nullable Hosting hosting = publication.hosting();
    if (hosting == null) {
      return asked;
    }
    return PackageDocuments.read(tx, publication.name(), asked)
        .filter(existing -> !sameMetadata(existing, publication))
        .map(existing -> asked + (asked.contains("+") ? "." : "+") + hosting.commit().id())
        .orElse(asked);
  }

  /* The address is the platform's to change, and the version is what is being decided. */
  private static boolean sameMetadata(PackageVersion existing, Publication publication) {
    return existing
        .server()
        .deepCopy()
        .without(List.of("remotes", "version"))
        .equals(publication.server().deepCopy().without(List.of("remotes", "version")));
  }

  private static PackageVersion published(
      Publication publication,
      String version,
      Optional<PackageVersion> existing,
      boolean latest,
      Instant now) {
    @Nullable PackageVersion before =
        existing.filter(found -> found.status() != PackageStatus.DELETED).orElse(null);
    return new PackageVersion(
        publication.name(),
        version,
        publication.server().deepCopy().put("version", version),
        before == null ? PackageStatus.ACTIVE : before.status(),
        before == null ? null : before.statusMessage(),
        before == null ? now : before.statusChangedAt(),
        existing.map(PackageVersion::publishedAt).orElse(now),
        now,
        latest,
        publication.visibility(),
        publication.hosting());
  }

  private static List<String> drop(
      List<String> versions, String published, @Nullable String latest) {
    List<String> dropped = new ArrayList<>();
    for (String version : List.copyOf(versions)) {
      boolean needed = version.equals(published) || Objects.equals(version, latest);
      if (versions.size() > PackageEntry.MAX_VERSIONS && !needed) {
        versions.remove(version);
        dropped.add(version);
      }
    }
    return dropped;
  }
}
