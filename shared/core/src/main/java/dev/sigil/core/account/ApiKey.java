package dev.sigil.core.account;

import dev.sigil.core.id.WorkspaceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key as it is stored: by the hash of its token, never the token.
 *
 * @param id first characters of the hash; names the key to people and in logs
 * @param hash hex SHA-256 of the token; tokens hold 200 random bits, so a slow hash adds nothing
 * @param person who got it by signing in, and loses it with their place in the workspace; null for
 *     a key of the workspace's own
 * @param lastUsedAt to within {@link #USE_NOTED_EVERY}; null when it never was
 */
public record ApiKey(
    String id,
    String hash,
    WorkspaceId workspace,
    String name,
    Set<Scope> scopes,
    @Nullable PersonId person,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant lastUsedAt) {
  /** How often a key's use is written at most. */
  public static final Duration USE_NOTED_EVERY = Duration.ofHours(1);

  public ApiKey {
    scopes = Set.copyOf(scopes);
  }

  public boolean expiredAt(Instant now) {
    return expiresAt != null && !now.isBefore(expiresAt);
  }

  boolean useIsNotedAt(Instant now) {
    return lastUsedAt != null && now.isBefore(lastUsedAt.plus(USE_NOTED_EVERY));
  }

  ApiKey usedAt(Instant now) {
    return new ApiKey(id, hash, workspace, name, scopes, person, createdAt, expiresAt, now);
  }
}
