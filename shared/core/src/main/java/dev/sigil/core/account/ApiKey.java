package dev.sigil.core.account;

import dev.sigil.core.id.WorkspaceId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key as it is stored: by the hash of its token, never the token.
 *
 * @param id first characters of the hash; names the key to people and in logs
 * @param hash hex SHA-256 of the token; tokens hold 160 random bits, so a slow hash adds nothing
 */
public record ApiKey(
    String id,
    String hash,
    WorkspaceId workspace,
    String name,
    Set<Scope> scopes,
    Instant createdAt,
    @Nullable Instant expiresAt) {
  public ApiKey {
    scopes = Set.copyOf(scopes);
  }

  public boolean expiredAt(Instant now) {
    return expiresAt != null && !now.isBefore(expiresAt);
  }
}
