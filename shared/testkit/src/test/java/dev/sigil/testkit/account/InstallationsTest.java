package dev.sigil.testkit.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.account.Account;
import dev.sigil.core.account.GithubRepositories;
import dev.sigil.core.account.GithubRepository;
import dev.sigil.core.account.GithubRepository.Facts;
import dev.sigil.core.account.GithubRepository.Membership;
import dev.sigil.core.account.Installation;
import dev.sigil.core.account.Installation.State;
import dev.sigil.core.account.Installations;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.source.Repository;
import dev.sigil.testkit.store.MemoryDocumentStore;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InstallationsTest {
  private static final Account ACME =
      new Account("github.com", 1, "acme", Account.Type.ORGANIZATION, null);
  private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");

  private final MemoryDocumentStore store = new MemoryDocumentStore();
  private final Installations installations = new Installations(store);
  private final GithubRepositories repositories = new GithubRepositories(store);

  private static Installation installation(long id, State state, Instant at) {
    return new Installation(
        id, ACME, state, Installation.Selection.ALL, Map.of("contents", "read"), at);
  }

  private static Facts facts(String name, Instant at) {
    return new Facts(
        ACME.key(),
        new WorkspaceId("acme"),
        new Repository("https://github.com/acme/" + name + ".git"),
        "acme/" + name,
        false,
        "main",
        false,
        false,
        at,
        null);
  }

  @Test
  void laterEvent_holdsInAnyOrderOfArrival() {
    installations.record(installation(7, State.SUSPENDED, T.plusSeconds(9)));
    installations.record(installation(7, State.ACTIVE, T));
    assertThat(installations.get(7)).contains(installation(7, State.SUSPENDED, T.plusSeconds(9)));

    installations.record(installation(7, State.ACTIVE, T.plusSeconds(9)));
    assertThat(installations.get(7).orElseThrow().state()).isEqualTo(State.ACTIVE);
  }

  @Test
  void deletion_isFinal() {
    installations.record(installation(7, State.DELETED, T));
    installations.record(installation(7, State.ACTIVE, T.plusSeconds(60)));
    assertThat(installations.get(7).orElseThrow().state()).isEqualTo(State.DELETED);

    installations.record(installation(8, State.ACTIVE, T.plusSeconds(60)));
    installations.record(installation(8, State.DELETED, T));
    assertThat(installations.get(8).orElseThrow().state()).isEqualTo(State.DELETED);
  }

  @Test
  void accountsInstallations_areListedTheLastChangedFirst() {
    installations.record(installation(7, State.DELETED, T));
    installations.record(installation(8, State.ACTIVE, T.plusSeconds(60)));
    assertThat(installations.ofAccount(ACME.key(), 10, null).items())
        .extracting(Installation::id)
        .containsExactly(8L, 7L);
    assertThat(installations.ofAccount("github.com~2", 10, null).items()).isEmpty();
  }

  @Test
  void renamedRepository_isSeenOnceAndNotUndone() {
    repositories.see(1, facts("weather", T));
    GithubRepositories.Change renamed = repositories.see(1, facts("storm", T.plusSeconds(9)));
    GithubRepositories.Change late = repositories.see(1, facts("weather", T.plusSeconds(1)));

    assertThat(renamed.before().map(GithubRepository::fullName)).contains("acme/weather");
    assertThat(renamed.now().fullName()).isEqualTo("acme/storm");
    assertThat(late.now()).isEqualTo(renamed.now());
  }

  @Test
  void defaultBranchThatMoved_isRemembered() {
    repositories.see(1, facts("weather", T));
    Facts seen = facts("weather", T.plusSeconds(9));
    Facts trunk =
        new Facts(
            seen.account(),
            seen.workspace(),
            seen.address(),
            seen.fullName(),
            seen.hidden(),
            "trunk",
            false,
            false,
            seen.at(),
            null);
    repositories.see(1, trunk);
    assertThat(repositories.see(1, trunk).now().facts().formerBranch()).isEqualTo("main");
  }

  @Test
  void installationsOfARepository_areKeptApartFromWhatItIs() {
    repositories.see(1, facts("storm", T.plusSeconds(9)));
    repositories.place(1, facts("weather", Instant.EPOCH), new Membership(7, false, T));
    repositories.place(2, facts("calm", Instant.EPOCH), new Membership(7, false, T));
    assertThat(repositories.ofInstallation(7, 10, null).items())
        .extracting(GithubRepository::fullName)
        .containsExactly("acme/calm", "acme/storm");

    repositories.place(1, facts("storm", T), new Membership(7, true, T.plusSeconds(1)));
    repositories.place(1, facts("storm", T), new Membership(7, false, T));
    assertThat(repositories.ofInstallation(7, 10, null).items()).hasSize(1);

    repositories.place(1, facts("storm", T), new Membership(8, false, T));
    repositories.place(1, facts("storm", T), new Membership(7, true, T.plusSeconds(60)));
    assertThat(repositories.get(1).orElseThrow().installation()).isEqualTo("8");
  }
}
