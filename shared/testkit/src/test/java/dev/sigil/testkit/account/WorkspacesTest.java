package dev.sigil.testkit.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sigil.core.SigilException;
import dev.sigil.core.account.Account;
import dev.sigil.core.account.Workspace;
import dev.sigil.core.account.Workspaces;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.testkit.store.MemoryDocumentStore;
import dev.sigil.testkit.time.MutableClock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WorkspacesTest {
  private final MutableClock clock = new MutableClock();
  private final Workspaces workspaces = new Workspaces(new MemoryDocumentStore(), clock);

  private static Account account(long id, String login, @Nullable String name) {
    return new Account("github.com", id, login, Account.Type.ORGANIZATION, name);
  }

  @Test
  void account_getsOneWorkspaceNamedAfterItsLogin() {
    Workspace first = workspaces.ofAccount(account(1, "Acme", "Acme Corporation"));
    Workspace again = workspaces.ofAccount(account(1, "Acme", null));

    assertThat(first.id()).isEqualTo(new WorkspaceId("acme"));
    assertThat(first.displayName()).isEqualTo("Acme Corporation");
    assertThat(again).isEqualTo(first);
    assertThat(workspaces.get(first.id())).contains(first);
    assertThat(workspaces.find("github.com~1")).contains(first.id());
  }

  @Test
  void renamedAccount_keepsItsWorkspaceAndTheNextOfThatLoginGetsAnother() {
    WorkspaceId acme = workspaces.ofAccount(account(1, "acme", null)).id();
    clock.advance(Duration.ofDays(1));
    assertThat(workspaces.ofAccount(account(1, "umbrella", null)).id()).isEqualTo(acme);
    assertThat(workspaces.displayName(acme)).isEqualTo("umbrella");

    assertThat(workspaces.ofAccount(account(2, "ACME", null)).id().value()).isEqualTo("acme-2");
    assertThat(workspaces.ofAccount(account(3, "acme-2", null)).id().value()).isEqualTo("acme-2-2");
    assertThat(workspaces.ofAccount(account(1, "umbrella", null)).id()).isEqualTo(acme);
  }

  @Test
  void olderSight_doesNotUndoARename() {
    Instant renamed = clock.instant();
    WorkspaceId acme =
        workspaces.ofAccount(account(1, "acme", null), renamed.minusSeconds(60)).id();
    workspaces.ofAccount(account(1, "umbrella", null), renamed);
    workspaces.ofAccount(account(1, "acme", null), renamed.minusSeconds(1));
    assertThat(workspaces.displayName(acme)).isEqualTo("umbrella");
  }

  @Test
  void accountsOfTwoHosts_areTwoAccounts() {
    Account elsewhere = new Account("Ghe.example:8443", 1, "acme", Account.Type.USER, null);
    WorkspaceId here = workspaces.ofAccount(account(1, "acme", null)).id();
    assertThat(workspaces.ofAccount(elsewhere).id()).isNotEqualTo(here);
  }

  @Test
  void loginsThatAreNoWorkspaceId_getTheNearest() {
    assertThat(workspaces.ofAccount(account(1, "octo_acme", null)).id().value())
        .isEqualTo("octo-acme");
    assertThat(workspaces.ofAccount(account(2, "local", null)).id().value()).isEqualTo("local-2");
    assertThat(workspaces.ofAccount(account(3, "__", null)).id().value()).isEqualTo("workspace");
    String longest = "a".repeat(39);
    workspaces.ofAccount(account(4, longest, null));
    assertThat(workspaces.ofAccount(account(5, longest, null)).id().value())
        .isEqualTo("a".repeat(37) + "-2");
  }

  @Test
  void unknownWorkspace_isCalledByItsId() {
    assertThat(workspaces.get(Workspaces.LOCAL)).isEmpty();
    assertThat(workspaces.displayName(Workspaces.LOCAL)).isEqualTo("local");
    assertThat(workspaces.find("github.com~9")).isEmpty();
  }

  @Test
  void hostileAccounts_areRefused() {
    assertThatThrownBy(() -> account(0, "acme", null)).isInstanceOf(SigilException.class);
    assertThatThrownBy(() -> account(1, "a/b", null)).isInstanceOf(SigilException.class);
    assertThatThrownBy(() -> new Account("a/b", 1, "acme", Account.Type.USER, null))
        .isInstanceOf(SigilException.class);
  }
}
