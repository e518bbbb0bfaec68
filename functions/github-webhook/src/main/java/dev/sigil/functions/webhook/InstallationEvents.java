package dev.sigil.functions.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.account.Account;
import dev.sigil.core.account.GithubRepositories;
import dev.sigil.core.account.GithubRepository.Facts;
import dev.sigil.core.account.GithubRepository.Membership;
import dev.sigil.core.account.Installation;
import dev.sigil.core.account.Installation.Selection;
import dev.sigil.core.account.Installation.State;
import dev.sigil.core.account.Installations;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Detachment.Reason;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.source.Repository;
import dev.sigil.core.store.Query;
import dev.sigil.http.InvalidFieldException;
import dev.sigil.http.JsonBody;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The App on accounts: installed, suspended, uninstalled, and with which repositories. Where the
 * App may no longer look, the account's servers lose their source; where it may again, they have it
 * back.
 */
final class InstallationEvents {
  /** The rest is learned from pushes: GitHub waits ten seconds for an answer. */
  private static final int MAX_PLACED = 100;

  private static final Set<Reason> OF_THE_APP = EnumSet.of(Reason.UNINSTALLED, Reason.SUSPENDED);

  private final Installations installations;
  private final GithubRepositories repositories;
  private final Repositories places;
  private final Servers servers;
  private final InstantSource clock;

  InstallationEvents(
      Installations installations,
      GithubRepositories repositories,
      Repositories places,
      Servers servers,
      InstantSource clock) {
    this.installations = installations;
    this.repositories = repositories;
    this.places = places;
    this.servers = servers;
    this.clock = clock;
  }

  /** A repository as these events show it. */
  private record Named(long id, String fullName, boolean hidden) {}

  /** Takes {@code installation}: created, deleted, suspend, unsuspend, new_permissions_accepted. */
  Effect installation(JsonNode payload) {
    Optional<Installation> read = read(payload, Payload.text(payload, "/action"));
    if (read.isEmpty()) {
      return Effect.NONE;
    }
    Installation seen = read.get();
    Installation now = installations.record(seen);
    if (!now.equals(seen)) {
      return Effect.noted("A later event of this installation was taken in before.");
    }
    WorkspaceId workspace = places.workspace(now.account());
    List<Named> named = named(payload.path("repositories"));
    List<Deployment> own = servers.ofOwner(workspace, now.account());
    switch (now.state()) {
      case ACTIVE -> {
        place(now, workspace, named, false);
        servers.attach(covered(own, now, named), clock.instant());
      }
      case SUSPENDED -> servers.detach(own, Reason.SUSPENDED, clock.instant());
      case DELETED -> {
        if (!installedElse(now)) {
          servers.detach(own, Reason.UNINSTALLED, clock.instant());
        }
      }
    }
    return Effect.NONE;
  }

  /** Takes {@code installation_repositories}: added, removed. */
  Effect repositories(JsonNode payload) {
    Optional<Installation> read = read(payload, "");
    if (read.isEmpty()) {
      return Effect.NONE;
    }
    Installation now = installations.record(read.get());
    if (now.state() == State.DELETED) {
      return Effect.noted("The App was uninstalled there since.");
    }
    Account account = now.account();
    WorkspaceId workspace = places.workspace(account);
    List<Named> added = named(payload.path("repositories_added"));
    List<Named> removed = named(payload.path("repositories_removed"));
    place(now, workspace, added, false);
    place(now, workspace, removed, true);
    List<Deployment> own = servers.ofOwner(workspace, account);
    servers.attach(among(own, account, added), clock.instant());
    servers.detach(among(own, account, removed), Reason.REPOSITORY_REMOVED, clock.instant());
    return Effect.NONE;
  }

  private void place(
      Installation installation, WorkspaceId workspace, List<Named> named, boolean removed) {
    Membership membership = new Membership(installation.id(), removed, installation.updatedAt());
    named.stream()
        .limit(MAX_PLACED)
        .forEach(
            found ->
                repositories.place(
                    found.id(), facts(installation.account(), workspace, found), membership));
  }

  /* Of the App's own losses only: a repository that was taken out stays out. */
  private static List<Deployment> covered(
      List<Deployment> own, Installation installation, List<Named> named) {
    boolean all = installation.selection() == Selection.ALL || named.isEmpty();
    List<Deployment> candidates = all ? own : among(own, installation.account(), named);
    return candidates.stream()
        .filter(d -> Servers.lost(d).filter(OF_THE_APP::contains).isPresent())
        .toList();
  }

  private static List<Deployment> among(List<Deployment> own, Account account, List<Named> named) {
    Set<String> sources =
        named.stream().map(found -> address(account, found).key()).collect(Collectors.toSet());
    return own.stream().filter(d -> sources.contains(d.source())).toList();
  }

  private boolean installedElse(Installation deleted) {
    return installations.ofAccount(deleted.accountKey(), Query.MAX_LIMIT, null).items().stream()
        .anyMatch(other -> other.id() != deleted.id() && other.state() == State.ACTIVE);
  }

  private Optional<Installation> read(JsonNode payload, String action) {
    long id = Payload.number(payload, "/installation/id");
    if (id == 0 || payload.at("/installation/account").isMissingNode()) {
      throw new InvalidFieldException("installation", "The installation is missing.");
    }
    return Payload.account(payload, "/installation/account")
        .map(
            account ->
                new Installation(
                    id,
                    account,
                    state(payload, action),
                    "all".equals(Payload.optional(payload, "/installation/repository_selection"))
                        ? Selection.ALL
                        : Selection.SELECTED,
                    permissions(payload),
                    Payload.instant(payload, "/installation/updated_at").orElse(clock.instant())));
  }

  private static State state(JsonNode payload, String action) {
    boolean suspended = payload.at("/installation/suspended_at").isTextual();
    return switch (action) {
      case "deleted" -> State.DELETED;
      case "suspend" -> State.SUSPENDED;
      case "unsuspend" -> State.ACTIVE;
      default -> suspended ? State.SUSPENDED : State.ACTIVE;
    };
  }

  private static Map<String, String> permissions(JsonNode payload) {
    Map<String, String> granted = new TreeMap<>();
    payload
        .at("/installation/permissions")
        .properties()
        .forEach(entry -> granted.put(entry.getKey(), entry.getValue().asText()));
    return granted;
  }

  private static List<Named> named(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(
            node ->
                new Named(
                    Payload.number(node, "/id"),
                    Payload.text(node, "/full_name"),
                    node.path("private").asBoolean(false)))
        .filter(found -> found.id() > 0)
        .toList();
  }

  private static Repository address(Account account, Named named) {
    return JsonBody.field(
        "repositories.full_name",
        "https://" + account.host() + "/" + named.fullName() + ".git",
        Repository::new);
  }

  /* Other events tell more and later, so that these facts hold only until one comes. */
  private static Facts facts(Account account, WorkspaceId workspace, Named named) {
    return new Facts(
        account.key(),
        workspace,
        address(account, named),
        named.fullName(),
        named.hidden(),
        null,
        false,
        false,
        Instant.EPOCH,
        null);
  }
}
