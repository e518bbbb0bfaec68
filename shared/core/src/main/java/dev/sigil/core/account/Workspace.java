package dev.sigil.core.account;

import dev.sigil.core.id.WorkspaceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A tenant: everything a person deploys belongs to one, and tenants never meet.
 *
 * @param id stays when the account is renamed, so that addresses stay
 * @param displayName the account's name, else its login
 * @param account whose it is; null for a workspace that no code host knows
 * @param seenAt when the account was as it is here, by the code host's clock
 */
public record Workspace(
    WorkspaceId id,
    String displayName,
    @Nullable Account account,
    Instant createdAt,
    Instant seenAt) {

  static Workspace of(WorkspaceId id, Account account, Instant seen, Instant now) {
    return new Workspace(id, displayName(account), account, now, seen);
  }

  /** The workspace after its account was seen; an older sight changes nothing. */
  Workspace seeing(Account seen, Instant at) {
    if (account == null || at.isBefore(seenAt)) {
      return this;
    }
    String name = seen.name() == null ? account.name() : seen.name();
    Account known = new Account(seen.host(), seen.id(), seen.login(), seen.type(), name);
    return known.equals(account)
        ? this
        : new Workspace(id, displayName(known), known, createdAt, at);
  }

  private static String displayName(Account account) {
    String name = account.name();
    return name == null ? account.login() : name;
  }
}
