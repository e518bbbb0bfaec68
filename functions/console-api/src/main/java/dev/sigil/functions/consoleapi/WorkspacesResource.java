package dev.sigil.functions.consoleapi;

import dev.sigil.core.account.Account;
import dev.sigil.core.account.Member;
import dev.sigil.core.account.Members;
import dev.sigil.core.account.Role;
import dev.sigil.core.account.Workspace;
import dev.sigil.core.account.Workspaces;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.store.Page;
import dev.sigil.http.Request;
import dev.sigil.http.Response;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The workspaces that somebody can be in. */
final class WorkspacesResource {
  private final Workspaces workspaces;
  private final Members members;

  WorkspacesResource(Workspaces workspaces, Members members) {
    this.workspaces = workspaces;
    this.members = members;
  }

  /** A workspace; {@code role} is that of the person who asks, and absent for a key. */
  private record WorkspaceView(
      String id, String displayName, @Nullable AccountView account, @Nullable Role role) {}

  private record AccountView(String host, String login, Account.Type type) {}

  /** A person's workspaces, or the one of a key. */
  Response list(Tenant tenant, Request request) {
    List<WorkspaceView> views =
        tenant
            .session()
            .map(
                session ->
                    members.of(session.owner()).stream()
                        .map(member -> view(member.workspace(), member.role()))
                        .toList())
            .orElseGet(() -> List.of(view(tenant.workspace(), null)));
    return Response.page(new Page<>(views, null));
  }

  /* The path's workspace is the tenant's: the authenticator has seen to it. */
  Response detail(Tenant tenant, Request request) {
    Role role =
        tenant
            .session()
            .flatMap(session -> members.find(tenant.workspace(), session.owner()))
            .map(Member::role)
            .orElse(null);
    return Response.ok(view(tenant.workspace(), role));
  }

  private WorkspaceView view(WorkspaceId id, @Nullable Role role) {
    Optional<Workspace> known = workspaces.get(id);
    return new WorkspaceView(
        id.value(),
        known.map(Workspace::displayName).orElse(id.value()),
        known.map(Workspace::account).map(WorkspacesResource::view).orElse(null),
        role);
  }

  private static AccountView view(Account account) {
    return new AccountView(account.host(), account.login(), account.type());
  }
}
