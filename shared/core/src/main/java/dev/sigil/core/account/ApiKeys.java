package dev.sigil.core.account;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.json.Json;
import dev.sigil.core.store.Document;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.core.store.Index;
import dev.sigil.core.store.Page;
import dev.sigil.core.store.Query;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys of workspaces. Thread-safe. */
public final class ApiKeys {
  static final String COLLECTION = "apiKeys";
  public static final Index BY_WORKSPACE =
      new Index(
          "apiKeysByWorkspace",
          COLLECTION,
          List.of("workspace"),
          "createdAt",
          Index.Direction.ASCENDING);

  private final DocumentStore store;
  private final InstantSource clock;

  public ApiKeys(DocumentStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Stores a key for {@code token}; the caller shows the token to its owner once. */
  public ApiKey add(
      ApiToken token,
      WorkspaceId workspace,
      String name,
      Set<Scope> scopes,
      @Nullable Instant expiresAt) {
    String hash = token.hash();
    ApiKey key =
        new ApiKey(
            hash.substring(0, 12), hash, workspace, name, scopes, clock.instant(), expiresAt);
    store.create(COLLECTION, hash, Json.tree(key));
    return key;
  }

  /** Who holds the token, or empty when it was never issued, was revoked or has expired. */
  public Optional<Principal> authenticate(ApiToken token) {
    if (!token.wellFormed()) {
      return Optional.empty();
    }
    return store
        .get(COLLECTION, token.hash())
        .map(document -> document.as(ApiKey.class))
        .filter(key -> !key.expiredAt(clock.instant()))
        .map(key -> new Principal(key.workspace(), key.id(), key.scopes()));
  }

  public Page<ApiKey> list(WorkspaceId workspace, int limit, @Nullable String cursor) {
    return store
        .query(Query.of(BY_WORKSPACE, limit, cursor, workspace.value()))
        .map(document -> document.as(ApiKey.class));
  }

  /**
   * Revokes a key by its id.
   *
   * @throws SigilException {@code NOT_FOUND} when the workspace has no such key
   */
  public void revoke(WorkspaceId workspace, String id) {
    Document found =
        store
            .query(Query.of(BY_WORKSPACE, Query.MAX_LIMIT, null, workspace.value()))
            .items()
            .stream()
            .filter(document -> document.as(ApiKey.class).id().equals(id))
            .findFirst()
            .orElseThrow(
                () -> new SigilException(ErrorCode.NOT_FOUND, "There is no such API key."));
    store.delete(COLLECTION, found.id());
  }
}
