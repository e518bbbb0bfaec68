package dev.sigil.testkit.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sigil.core.SigilException;
import dev.sigil.core.account.Invitation;
import dev.sigil.core.account.Invitations;
import dev.sigil.core.account.Member;
import dev.sigil.core.account.Members;
import dev.sigil.core.account.Person;
import dev.sigil.core.account.PersonId;
import dev.sigil.core.account.Principal;
import dev.sigil.core.account.RandomToken;
import dev.sigil.core.account.Role;
import dev.sigil.core.account.Scope;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.testkit.store.MemoryDocumentStore;
import dev.sigil.testkit.time.MutableClock;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MembersTest {
  private static final WorkspaceId ACME = new WorkspaceId("acme");
  private static final WorkspaceId UMBRELLA = new WorkspaceId("umbrella");
  private static final Person ADA = person(1, "ada");
  private static final Person BOB = person(2, "bob");
  private static final Principal OWNER = new Principal(ACME, "@ada", Set.of(Scope.ADMIN));

  private final MutableClock clock = new MutableClock();
  private final MemoryDocumentStore store = new MemoryDocumentStore();
  private final Members members = new Members(store, clock);
  private final Invitations invitations = new Invitations(store, clock);
  private final RandomToken token = RandomToken.random(new Random(1));

  private static Person person(int number, String login) {
    PersonId id = new PersonId("github.com~" + number);
    return new Person(id, login, null, new WorkspaceId(login));
  }

  private Role role(Person person) {
    return members.find(ACME, person.id()).orElseThrow().role();
  }

  @Test
  void codeHost_decidesWhoIsIn() {
    assertThat(members.follow(ADA, Map.of(ACME, Role.OWNER, UMBRELLA, Role.MEMBER))).isEmpty();
    assertThat(members.of(ADA.id())).extracting(Member::workspace).containsExactly(ACME, UMBRELLA);

    assertThat(members.follow(ADA, Map.of(ACME, Role.MEMBER)))
        .containsExactlyInAnyOrder(ACME, UMBRELLA);
    assertThat(role(ADA)).isEqualTo(Role.MEMBER);
    assertThat(members.find(UMBRELLA, ADA.id())).isEmpty();
  }

  @Test
  void roleChosenHere_outlastsTheCodeHosts() {
    members.follow(ADA, Map.of(ACME, Role.OWNER));
    members.follow(BOB, Map.of(ACME, Role.MEMBER));
    members.assign(ACME, BOB.id(), Role.VIEWER);
    assertThat(members.follow(BOB, Map.of(ACME, Role.MEMBER))).isEmpty();
    assertThat(role(BOB)).isEqualTo(Role.VIEWER);
    assertThat(members.follow(BOB, Map.of())).containsExactly(ACME);
  }

  @Test
  void lastOwner_staysOwner() {
    members.follow(ADA, Map.of(ACME, Role.OWNER));
    assertThatThrownBy(() -> members.assign(ACME, ADA.id(), Role.MEMBER))
        .hasMessageContaining("only owner");
    assertThatThrownBy(() -> members.remove(ACME, ADA.id())).hasMessageContaining("only owner");

    members.follow(BOB, Map.of(ACME, Role.OWNER));
    assertThat(members.assign(ACME, ADA.id(), Role.MEMBER).role()).isEqualTo(Role.MEMBER);
    assertThatThrownBy(() -> members.assign(ACME, BOB.id(), Role.VIEWER))
        .hasMessageContaining("only owner");
  }

  @Test
  void personOfTheAccount_isNotRemovedHere() {
    members.follow(ADA, Map.of(ACME, Role.OWNER));
    members.follow(BOB, Map.of(ACME, Role.MEMBER));
    assertThatThrownBy(() -> members.remove(ACME, BOB.id())).hasMessageContaining("be back");
  }

  @Test
  void invitation_isGoodOnceAndSurvivesWhatTheCodeHostSays() {
    Invitation invitation = invitations.add(OWNER, token, Role.MEMBER, "Bob");
    assertThat(store.get("invitations", invitation.hash()).orElseThrow().body().toString())
        .doesNotContain(token.value());

    invitations.accept(token, BOB);
    assertThat(role(BOB)).isEqualTo(Role.MEMBER);
    assertThatThrownBy(() -> invitations.accept(token, ADA)).isInstanceOf(SigilException.class);
    assertThat(members.follow(BOB, Map.of())).isEmpty();
    assertThat(role(BOB)).isEqualTo(Role.MEMBER);
    members.remove(ACME, BOB.id());
    assertThat(members.list(ACME, 10, null).items()).isEmpty();
  }

  @Test
  void invitation_expiresOrIsTakenBack() {
    invitations.add(OWNER, token, Role.MEMBER, "Bob");
    clock.advance(Invitations.LIFE);
    assertThatThrownBy(() -> invitations.accept(token, BOB)).isInstanceOf(SigilException.class);

    RandomToken second = RandomToken.random(new Random(2));
    Invitation open = invitations.add(OWNER, second, Role.MEMBER, "Bob");
    assertThat(invitations.list(ACME, 10, null).items()).containsExactly(open);
    assertThatThrownBy(() -> invitations.remove(UMBRELLA, open.id()))
        .isInstanceOf(SigilException.class);
    invitations.remove(ACME, open.id());
    assertThatThrownBy(() -> invitations.accept(second, BOB)).isInstanceOf(SigilException.class);
  }

  @Test
  void invitationOfAMember_raisesTheirRoleAndNeverLowersIt() {
    members.follow(ADA, Map.of(ACME, Role.OWNER));
    members.follow(BOB, Map.of(ACME, Role.VIEWER));
    invitations.add(OWNER, token, Role.OWNER, "Bob");
    invitations.accept(token, BOB);
    assertThat(role(BOB)).isEqualTo(Role.OWNER);

    RandomToken second = RandomToken.random(new Random(2));
    invitations.add(OWNER, second, Role.VIEWER, "Ada");
    invitations.accept(second, ADA);
    assertThat(role(ADA)).isEqualTo(Role.OWNER);
  }
}
