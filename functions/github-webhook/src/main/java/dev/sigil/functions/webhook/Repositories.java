package dev.sigil.functions.webhook;

import dev.sigil.core.account.Account;
import dev.sigil.core.account.GithubRepositories;
import dev.sigil.core.account.GithubRepository;
import dev.sigil.core.account.GithubRepository.Facts;
import dev.sigil.core.account.Workspaces;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Detachment.Reason;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.source.Repository;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Sees repositories as events show them. A repository is known by its number, so that a push tells
 * of a rename or transfer whose own event is late or lost. Thread-safe.
 */
final class Repositories {
  private final GithubRepositories repositories;
  private final Workspaces workspaces;
  private final Servers servers;
  private final @Nullable WorkspaceId onlyWorkspace;

  Repositories(
      GithubRepositories repositories,
      Workspaces workspaces,
      Servers servers,
      @Nullable WorkspaceId onlyWorkspace) {
    this.repositories = repositories;
    this.workspaces = workspaces;
    this.servers = servers;
    this.onlyWorkspace = onlyWorkspace;
  }

  /**
   * Where a repository belongs.
   *
   * @param formerBranch its default branch before the present one, if there was another
   */
  record Place(WorkspaceId workspace, @Nullable String formerBranch) {}

  /** The workspace of an account. */
  WorkspaceId workspace(Account account) {
    return onlyWorkspace == null ? workspaces.ofAccount(account).id() : onlyWorkspace;
  }

  /** Takes over what an event shows; one read where nothing is new. */
  Place see(RepositoryPayload seen) {
    return see(seen, false, null);
  }

  /**
   * As {@link #see(RepositoryPayload)}.
   *
   * @param deleted whether the event tells that it is no more
   * @param former where it was before by the event's word, which counts when nothing else is known
   */
  Place see(RepositoryPayload seen, boolean deleted, @Nullable Former former) {
    if (seen.id() == 0 || seen.owner().isEmpty()) {
      return new Place(unnumbered(seen.login()), null);
    }
    Account owner = seen.owner().get();
    Optional<Facts> known = repositories.get(seen.id()).map(GithubRepository::facts);
    Optional<Facts> same = known.filter(facts -> isAsBefore(facts, seen, owner, deleted));
    return same.map(this::place).orElseGet(() -> changed(seen, owner, deleted, former));
  }

  /**
   * Where a repository was.
   *
   * @param owner null when it is still the same account's
   */
  record Former(Repository address, @Nullable Account owner) {}

  private static boolean isAsBefore(
      Facts facts, RepositoryPayload seen, Account owner, boolean deleted) {
    return seen.facts(owner, facts.workspace(), deleted).sameAs(facts);
  }

  private Place changed(
      RepositoryPayload seen, Account owner, boolean deleted, @Nullable Former former) {
    WorkspaceId workspace = workspace(owner);
    GithubRepositories.Change change =
        repositories.see(seen.id(), seen.facts(owner, workspace, deleted));
    Facts now = change.now().facts();
    change.before().map(GithubRepository::facts).ifPresent(before -> moved(before, now));
    if (change.before().isEmpty() && former != null) {
      Account giver = former.owner();
      moved(former.address(), giver == null ? workspace : workspace(giver), now);
    }
    return place(now);
  }

  private Place place(Facts facts) {
    return new Place(
        onlyWorkspace == null ? facts.workspace() : onlyWorkspace, facts.formerBranch());
  }

  private void moved(Facts before, Facts now) {
    boolean elsewhere = !before.address().key().equals(now.address().key());
    if (elsewhere && !before.at().isAfter(now.at())) {
      moved(before.address(), before.workspace(), now);
    }
  }

  /* A server made after that moment is of another repository, which took the name. */
  private void moved(Repository from, WorkspaceId owner, Facts now) {
    List<Deployment> concerned =
        servers.ofRepository(from).stream().filter(d -> !d.createdAt().isAfter(now.at())).toList();
    Predicate<Deployment> given =
        d -> d.workspace().equals(owner) && !owner.equals(now.workspace());
    servers.detach(
        concerned.stream().filter(given).toList(), Reason.REPOSITORY_TRANSFERRED, now.at());
    servers.move(concerned.stream().filter(given.negate()).toList(), d -> now.address());
  }

  private WorkspaceId unnumbered(String login) {
    return onlyWorkspace == null ? new WorkspaceId(login.toLowerCase(Locale.ROOT)) : onlyWorkspace;
  }
}
