package dev.sigil.core.account;

import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.json.Json;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.core.store.Index;
import dev.sigil.core.store.Page;
import dev.sigil.core.store.Query;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Who changed what in a workspace. Entries are only ever added. Thread-safe. */
public final class AuditLog {
  private static final String COLLECTION = "audit";

  public static final Index BY_WORKSPACE =
      new Index(
          "auditByWorkspace", COLLECTION, List.of("workspace"), "id", Index.Direction.DESCENDING);

  private final DocumentStore store;
  private final InstantSource clock;
  private final RandomGenerator random;

  public AuditLog(DocumentStore store, InstantSource clock, RandomGenerator random) {
    this.store = store;
    this.clock = clock;
    this.random = random;
  }

  public void add(Principal actor, String action, String target, Map<String, String> detail) {
    Instant now = clock.instant();
    AuditEntry entry =
        new AuditEntry(id(now), actor.workspace(), now, actor.actor(), action, target, detail);
    store.create(COLLECTION, entry.id(), Json.tree(entry));
  }

  /** Newest first. */
  public Page<AuditEntry> list(WorkspaceId workspace, int limit, @Nullable String cursor) {
    return store
        .query(Query.of(BY_WORKSPACE, limit, cursor, workspace.value()))
        .map(document -> document.as(AuditEntry.class));
  }

  /* Microseconds in hex sort as text; the random half keeps two of one moment apart. */
  private String id(Instant now) {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, now);
    return HexFormat.of().toHexDigits(micros) + HexFormat.of().toHexDigits(random.nextLong());
  }
}
