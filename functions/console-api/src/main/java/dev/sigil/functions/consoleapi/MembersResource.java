package dev.sigil.functions.consoleapi;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.account.ApiKeys;
import dev.sigil.core.account.Invitation;
import dev.sigil.core.account.Invitations;
import dev.sigil.core.account.Member;
import dev.sigil.core.account.Members;
import dev.sigil.core.account.PersonId;
import dev.sigil.core.account.Principal;
import dev.sigil.core.account.RandomToken;
import dev.sigil.core.account.Role;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.json.Json;
import dev.sigil.http.InvalidFieldException;
import dev.sigil.http.JsonBody;
import dev.sigil.http.Request;
import dev.sigil.http.Response;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Who is in a workspace, and who may come. */
final class MembersResource {
  private static final int MAX_INVITEE = 100;

  private final Members members;
  private final Invitations invitations;
  private final ApiKeys keys;
  private final RandomGenerator random;

  MembersResource(Members members, Invitations invitations, ApiKeys keys, RandomGenerator random) {
    this.members = members;
    this.invitations = invitations;
    this.keys = keys;
    this.random = random;
  }

  private record MemberView(
      String person,
      String login,
      @Nullable String name,
      Role role,
      Member.Origin origin,
      Instant since) {
    static MemberView of(Member member) {
      return new MemberView(
          member.person().value(),
          member.login(),
          member.name(),
          member.role(),
          member.origin(),
          member.since());
    }
  }

  /** An invitation without its hash; {@code token} only in the answer that makes it. */
  private record InvitationView(
      String id,
      String invitee,
      Role role,
      String invitedBy,
      Instant createdAt,
      Instant expiresAt,
      @Nullable String token) {
    static InvitationView of(Invitation invitation, @Nullable String token) {
      return new InvitationView(
          invitation.id(),
          invitation.invitee(),
          invitation.role(),
          invitation.invitedBy(),
          invitation.createdAt(),
          invitation.expiresAt(),
          token);
    }
  }

  Response list(Tenant tenant, Request request) {
    return Response.page(
        request
            .paging(50, 100)
            .read((limit, cursor) -> members.list(tenant.workspace(), limit, cursor))
            .map(MemberView::of));
  }

  Response assign(Tenant tenant, Request request) {
    Role role = role(request.json().only("role"));
    Member before = member(tenant, request);
    Member now = members.assign(tenant.workspace(), before.person(), role);
    if (now.role().compareTo(before.role()) < 0) {
      keys.revokeOf(tenant.workspace(), now.person());
    }
    tenant.changed(
        "member.assign",
        now.person().value(),
        Map.of("login", now.login(), "role", name(now.role()), "before", name(before.role())));
    return Response.success(
        200, MemberView.of(now), "@" + now.login() + " is " + name(now.role()) + " now.");
  }

  Response remove(Tenant tenant, Request request) {
    Member member = member(tenant, request);
    leave(tenant.workspace(), member.person());
    tenant.changed("member.remove", member.person().value(), Map.of("login", member.login()));
    return Response.success(
        200, Map.of("person", member.person()), "@" + member.login() + " is removed.");
  }

  /** A person leaves the workspace in the path. */
  Response leave(Tenant tenant, Request request) {
    PersonId person =
        tenant
            .session()
            .orElseThrow(
                () -> new SigilException(ErrorCode.FORBIDDEN, "A key cannot leave a workspace."))
            .owner();
    leave(tenant.workspace(), person);
    tenant.changed("member.leave", person.value(), Map.of());
    return Response.success(200, Map.of("person", person), "You left the workspace.");
  }

  private void leave(WorkspaceId workspace, PersonId person) {
    members.remove(workspace, person);
    keys.revokeOf(workspace, person);
  }

  Response invitations(Tenant tenant, Request request) {
    return Response.page(
        request
            .paging(50, 100)
            .read((limit, cursor) -> invitations.list(tenant.workspace(), limit, cursor))
            .map(invitation -> InvitationView.of(invitation, null)));
  }

  Response invite(Tenant tenant, Request request) {
    JsonBody body = request.json().only("invitee", "role");
    String invitee = body.text("invitee").strip();
    if (invitee.length() > MAX_INVITEE || invitee.chars().anyMatch(Character::isISOControl)) {
      throw new InvalidFieldException("invitee", "The text is not 1 to 100 visible characters.");
    }
    Role role = role(body);
    RandomToken token = RandomToken.random(random);
    Principal inviter = tenant.principal();
    Invitation made = invitations.add(inviter, token, role, invitee);
    tenant.changed("invitation.create", made.id(), Map.of("invitee", invitee, "role", name(role)));
    return Response.success(
        201,
        InvitationView.of(made, token.value()),
        "Give the token to whom it is for: it is not shown again.");
  }

  Response withdraw(Tenant tenant, Request request) {
    String id = request.path("invitation");
    invitations.remove(tenant.workspace(), id);
    tenant.changed("invitation.remove", id, Map.of());
    return Response.success(200, Map.of("id", id), "The invitation is taken back.");
  }

  Response accept(Visitor visitor, Request request) {
    RandomToken token = new RandomToken(request.json().only("token").text("token").strip());
    Invitation used = invitations.accept(token, visitor.person());
    visitor.joined(used);
    return Response.success(
        200,
        Json.object().put("workspace", used.workspace().value()).put("role", name(used.role())),
        "You are in the workspace " + used.workspace() + ".");
  }

  private Member member(Tenant tenant, Request request) {
    try {
      return members
          .find(tenant.workspace(), new PersonId(request.path("person")))
          .orElseThrow(MembersResource::unknown);
    } catch (SigilException e) {
      throw unknown();
    }
  }

  private static SigilException unknown() {
    return new SigilException(ErrorCode.NOT_FOUND, "There is no such member here.");
  }

  private static Role role(JsonBody body) {
    String given = body.text("role");
    return Arrays.stream(Role.values())
        .filter(role -> name(role).equals(given))
        .findFirst()
        .orElseThrow(
            () -> new InvalidFieldException("role", "A role is one of viewer, member, owner."));
  }

  private static String name(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }
}
