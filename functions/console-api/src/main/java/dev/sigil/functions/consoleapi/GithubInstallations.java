package dev.sigil.functions.consoleapi;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.account.Account;
import dev.sigil.core.account.Installation;
import dev.sigil.core.account.Installations;
import dev.sigil.core.account.Workspace;
import dev.sigil.core.account.Workspaces;
import dev.sigil.core.store.Page;
import dev.sigil.http.Request;
import java.util.List;
import java.util.Optional;

/** The installations of a tenant's own account; those of others are not there. */
final class GithubInstallations {
  private final Installations installations;
  private final Workspaces workspaces;

  GithubInstallations(Installations installations, Workspaces workspaces) {
    this.installations = installations;
    this.workspaces = workspaces;
  }

  Page<Installation> list(Tenant tenant, Request request) {
    return account(tenant)
        .map(
            account ->
                request
                    .paging(50, 100)
                    .read((limit, cursor) -> installations.ofAccount(account.key(), limit, cursor)))
        .orElse(new Page<>(List.of(), null));
  }

  /** The installation that the path names. */
  Installation get(Tenant tenant, Request request) {
    String given = request.path("installation");
    return Optional.of(given)
        .filter(text -> text.matches("[1-9][0-9]{0,17}"))
        .flatMap(text -> installations.get(Long.parseLong(text)))
        .filter(
            found ->
                account(tenant).map(Account::key).filter(found.accountKey()::equals).isPresent())
        .orElseThrow(
            () ->
                new SigilException(
                    ErrorCode.NOT_FOUND,
                    "There is no such installation here.",
                    "`GET /api/v1/github/installations` lists those of this workspace."));
  }

  /** As {@link #get}, when GitHub lets the App act for it. */
  Installation active(Tenant tenant, Request request) {
    Installation found = get(tenant, request);
    if (found.state() != Installation.State.ACTIVE) {
      throw new SigilException(
          ErrorCode.CONFLICT,
          "The GitHub App is not active on this account.",
          "Install it again, or end its suspension, in the account's settings at GitHub.");
    }
    return found;
  }

  private Optional<Account> account(Tenant tenant) {
    return workspaces.get(tenant.workspace()).map(Workspace::account);
  }
}
