package dev.sigil.functions.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.account.Account;
import dev.sigil.core.account.ApiKeys;
import dev.sigil.core.account.AuditLog;
import dev.sigil.core.account.Member;
import dev.sigil.core.account.Members;
import dev.sigil.core.account.PersonId;
import dev.sigil.core.account.Principal;
import dev.sigil.core.account.Workspaces;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.store.Page;
import dev.sigil.core.store.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * People who left an organisation lose their place at once, with the keys they signed in for. Who
 * came is taken in at their sign-in: an event that comes late must never let somebody in again.
 */
final class OrganizationEvents {
  private final Workspaces workspaces;
  private final Members members;
  private final ApiKeys keys;
  private final AuditLog audit;
  private final TargetEvents targets;

  OrganizationEvents(
      Workspaces workspaces, Members members, ApiKeys keys, AuditLog audit, TargetEvents targets) {
    this.workspaces = workspaces;
    this.members = members;
    this.keys = keys;
    this.audit = audit;
    this.targets = targets;
  }

  /** Takes {@code organization}: member_removed, renamed, deleted. */
  Effect take(JsonNode payload) {
    String action = Payload.text(payload, "/action");
    Optional<Account> organization = organization(payload);
    Optional<WorkspaceId> workspace =
        organization.map(Account::key).flatMap((String key) -> workspaces.find(key));
    if (workspace.isEmpty()) {
      return Effect.NONE;
    }
    return switch (action) {
      case "member_removed" -> left(payload, workspace.get());
      case "renamed" ->
          targets.renamed(organization.orElseThrow(), Payload.text(payload, "/changes/login/from"));
      case "deleted" -> dissolved(workspace.get());
      default -> Effect.NONE;
    };
  }

  /* It comes without its page, so the sender's tells the host. */
  private static Optional<Account> organization(JsonNode payload) {
    long id = Payload.number(payload, "/organization/id");
    String login = Payload.optional(payload, "/organization/login");
    return Payload.account(payload, "/sender")
        .filter(sender -> id != 0 && login != null)
        .map(
            sender ->
                new Account(
                    sender.host(),
                    id,
                    Payload.text(payload, "/organization/login"),
                    Account.Type.ORGANIZATION,
                    null));
  }

  private Effect left(JsonNode payload, WorkspaceId workspace) {
    return Payload.account(payload, "/membership/user")
        .flatMap(user -> members.find(workspace, PersonId.of(user)))
        .filter(this::leave)
        .map(member -> Effect.noted("@" + member.login() + " left the workspace."))
        .orElse(Effect.NONE);
  }

  /* Read whole before anybody leaves: a cursor need not survive what it points at. */
  private Effect dissolved(WorkspaceId workspace) {
    List<Member> all = new ArrayList<>();
    @Nullable String cursor = null;
    do {
      Page<Member> page = members.list(workspace, Query.MAX_LIMIT, cursor);
      all.addAll(page.items());
      cursor = page.nextCursor();
    } while (cursor != null);
    long left = all.stream().filter(this::leave).count();
    return left == 0 ? Effect.NONE : Effect.noted(left + " people left the workspace.");
  }

  /* Whether they were in by the organisation's word. */
  private boolean leave(Member member) {
    if (!members.unfollow(member.workspace(), member.person())) {
      return false;
    }
    keys.revokeOf(member.workspace(), member.person());
    audit.add(
        new Principal(member.workspace(), "github", Set.of()),
        "member.remove",
        member.person().value(),
        Map.of("login", member.login(), "by", "organization"));
    return true;
  }
}
