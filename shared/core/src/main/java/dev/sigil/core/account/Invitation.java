package dev.sigil.core.account;

import dev.sigil.core.id.WorkspaceId;
import java.time.Instant;

/**
 * A place that is kept for somebody, for whoever brings its token.
 *
 * @param id first characters of the hash
 * @param hash of the token
 * @param invitee whom it is for, in the words of who invited; nothing checks it
 * @param invitedBy see {@link Principal#actor}
 */
public record Invitation(
    String id,
    String hash,
    WorkspaceId workspace,
    Role role,
    String invitee,
    String invitedBy,
    Instant createdAt,
    Instant expiresAt) {

  public boolean expiredAt(Instant now) {
    return !now.isBefore(expiresAt);
  }
}
