package dev.sigil.gcp.build;

import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.json.Json;
import dev.sigil.core.store.ConflictException;
import dev.sigil.core.store.DocumentStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which build a release has. A record is claimed before the build is asked for, since asking twice
 * would make two. Thread-safe.
 */
public final class BuildRecords {
  private static final String COLLECTION = "cloudBuilds";

  private final DocumentStore store;
  private final InstantSource clock;

  public BuildRecords(DocumentStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * The build of a release.
   *
   * @param build Cloud Build's id; null from the claim until the build is known
   */
  public record Claim(ReleaseId release, Instant claimedAt, @Nullable String build) {}

  /** The build of a release, if one was asked for. */
  public Optional<Claim> find(ReleaseId release) {
    return store.get(COLLECTION, release.value()).map(document -> document.as(Claim.class));
  }

  /** Claims the release; empty when somebody else has. */
  Optional<Claim> claim(ReleaseId release) {
    Claim claim = new Claim(release, clock.instant(), null);
    try {
      store.create(COLLECTION, release.value(), Json.tree(claim));
      return Optional.of(claim);
    } catch (ConflictException e) {
      return Optional.empty();
    }
  }

  /** Names the claim's build; false when the claim is gone, or somebody else's by now. */
  boolean started(Claim claim, String build) {
    Claim started = new Claim(claim.release(), claim.claimedAt(), build);
    String id = claim.release().value();
    return store.transact(
        tx -> {
          boolean held =
              tx.get(COLLECTION, id)
                  .filter(document -> document.as(Claim.class).equals(claim))
                  .isPresent();
          if (held) {
            tx.put(COLLECTION, id, Json.tree(started));
          }
          return held;
        });
  }

  /** Gives a claim up; does nothing when it is somebody else's by now. */
  void release(Claim claim) {
    String id = claim.release().value();
    store.transact(
        tx -> {
          tx.get(COLLECTION, id)
              .filter(document -> document.as(Claim.class).equals(claim))
              .ifPresent(document -> tx.delete(COLLECTION, id));
          return true;
        });
  }

  void delete(ReleaseId release) {
    store.delete(COLLECTION, release.value());
  }
}
