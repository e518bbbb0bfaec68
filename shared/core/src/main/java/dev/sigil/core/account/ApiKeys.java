package dev.sigil.core.account;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.json.Json;
import dev.sigil.core.store.ConflictException;
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
  /** How many keys a workspace has at most, those that have expired among them. */
  public static final int MAX_PER_WORKSPACE = 200;

  private static final System.Logger LOG = System.getLogger(ApiKeys.class.getName());
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
    return add(token, workspace, name, scopes, null, expiresAt);
  }

  /** As above, for a person who signed in; see {@link ApiKey#person}. */
  public ApiKey add(
      ApiToken token,
      WorkspaceId workspace,
      String name,
      Set<Scope> scopes,
      @Nullable PersonId person,
      @Nullable Instant expiresAt) {
    String hash = token.hash();
    Instant now = clock.instant();
    ApiKey key =
        new ApiKey(
            hash.substring(0, 12), hash, workspace, name, scopes, person, now, expiresAt, null);
    store.create(COLLECTION, hash, Json.tree(key));
    return key;
  }

  /** Who holds the token, or empty when it was never issued, was revoked or has expired. */
  public Optional<Principal> authenticate(ApiToken token) {
    if (!token.wellFormed()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    Optional<ApiKey> found =
        store
            .get(COLLECTION, token.hash())
            .map(document -> document.as(ApiKey.class))
            .filter(key -> !key.expiredAt(now));
    found.filter(key -> !key.useIsNotedAt(now)).ifPresent(key -> noteUse(key, now));
    return found.map(key -> new Principal(key.workspace(), key.id(), key.scopes()));
  }

  /* A note that fails is made at the next use; the request goes on. */
  private void noteUse(ApiKey key, Instant now) {
    try {
      store.transact(
          tx -> {
            tx.get(COLLECTION, key.hash())
                .filter(document -> !document.as(ApiKey.class).useIsNotedAt(now))
                .ifPresent(
                    document ->
                        tx.replace(document, Json.tree(document.as(ApiKey.class).usedAt(now))));
            return true;
          });
    } catch (ConflictException | TransientException e) {
      LOG.log(System.Logger.Level.INFO, "the use of key {0} is not noted now", key.id());
    }
  }

  public Page<ApiKey> list(WorkspaceId workspace, int limit, @Nullable String cursor) {
    return store
        .query(Query.of(BY_WORKSPACE, limit, cursor, workspace.value()))
        .map(document -> document.as(ApiKey.class));
  }

  /** A workspace's key by its id. */
  public Optional<ApiKey> find(WorkspaceId workspace, String id) {
    return all(workspace).stream().filter(key -> key.id().equals(id)).findFirst();
  }

  /**
   * Revokes a key by its id.
   *
   * @throws SigilException {@code NOT_FOUND} when the workspace has no such key
   */
  public void revoke(WorkspaceId workspace, String id) {
    ApiKey key =
        find(workspace, id)
            .orElseThrow(
                () -> new SigilException(ErrorCode.NOT_FOUND, "There is no such API key."));
    store.delete(COLLECTION, key.hash());
  }

  /** Revokes what a person got by signing in, and returns how many keys that were. */
  public int revokeOf(WorkspaceId workspace, PersonId person) {
    List<ApiKey> theirs =
        all(workspace).stream().filter(key -> person.equals(key.person())).toList();
    theirs.forEach(key -> store.delete(COLLECTION, key.hash()));
    return theirs.size();
  }

  private List<ApiKey> all(WorkspaceId workspace) {
    return list(workspace, Query.MAX_LIMIT, null).items();
  }
}
