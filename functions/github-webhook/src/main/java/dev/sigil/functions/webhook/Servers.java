package dev.sigil.functions.webhook;

import dev.sigil.core.account.Account;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.Detachment;
import dev.sigil.core.event.EventPublisher;
import dev.sigil.core.event.PreviewChanged;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.preview.Ending;
import dev.sigil.core.preview.Previews;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.Repository;
import dev.sigil.core.store.Page;
import dev.sigil.core.store.Query;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The servers that an event of their source concerns, and what becomes of them. Thread-safe. */
final class Servers {
  private final Deployments deployments;
  private final Previews previews;
  private final EventPublisher events;
  private final InstantSource clock;
  private final Duration grace;

  /**
   * The servers.
   *
   * @param grace how long a server whose source is lost is served on
   */
  Servers(
      Deployments deployments,
      Previews previews,
      EventPublisher events,
      InstantSource clock,
      Duration grace) {
    this.deployments = deployments;
    this.previews = previews;
    this.events = events;
    this.clock = clock;
    this.grace = grace;
  }

  /** Those of one repository in every workspace. */
  List<Deployment> ofRepository(Repository repository) {
    return all(cursor -> deployments.ofRepository(repository, Query.MAX_LIMIT, cursor));
  }

  /** Those of one repository in one workspace. */
  List<Deployment> ofRepository(Repository repository, WorkspaceId workspace) {
    return ofRepository(repository).stream().filter(d -> d.workspace().equals(workspace)).toList();
  }

  /** Those in a workspace whose repositories are the account's. */
  List<Deployment> ofOwner(WorkspaceId workspace, Account account) {
    String prefix = (account.host() + "/" + account.login() + "/").toLowerCase(Locale.ROOT);
    return all(cursor -> deployments.list(workspace, Query.MAX_LIMIT, cursor)).stream()
        .filter(d -> d.source().startsWith(prefix))
        .toList();
  }

  private static List<Deployment> all(Function<@Nullable String, Page<Deployment>> pages) {
    List<Deployment> found = new ArrayList<>();
    String cursor = null;
    do {
      Page<Deployment> page = pages.apply(cursor);
      found.addAll(page.items());
      cursor = page.nextCursor();
    } while (cursor != null);
    return found;
  }

  /** Tells each that its source is lost; what the loss pauses is due after the grace. */
  void detach(List<Deployment> concerned, Detachment.Reason reason, Instant since) {
    Instant now = clock.instant();
    change(
        concerned.stream().filter(d -> d.preview() == null).toList(),
        d -> d.detached(reason, since, now.plus(grace), now));
    if (reason.pauses()) {
      concerned.stream().filter(d -> d.preview() != null).forEach(this::end);
    }
  }

  /* A preview is of no use without its pull request, and has nothing to lose. */
  private void end(Deployment server) {
    previews
        .change(server.id(), preview -> preview.ending(Ending.SOURCE_LOST))
        .ifPresent(preview -> events.publish(new PreviewChanged(preview.id())));
  }

  /** Tells each that its source is there at that moment, and returns them as they are then. */
  List<Deployment> attach(List<Deployment> concerned, Instant at) {
    return change(concerned, d -> d.attached(at, clock.instant()));
  }

  /** Tells each that its repository is elsewhere. */
  void move(List<Deployment> concerned, Function<Deployment, Repository> to) {
    change(concerned, d -> d.withRepository(to.apply(d), clock.instant()));
  }

  /** Notes a commit that leaves a server as its head is. */
  void leave(Deployment server, Commit commit) {
    change(List.of(server), d -> d.withSeen(commit, clock.instant()));
  }

  /** Lets each follow a branch that took the place of its own. */
  List<Deployment> follow(List<Deployment> concerned, String branch, Instant at) {
    Instant now = clock.instant();
    return change(concerned, d -> d.attached(at, now).withBranch(branch, now));
  }

  /** Why its source is lost; empty while it is not. */
  static Optional<Detachment.Reason> lost(Deployment deployment) {
    return Optional.ofNullable(deployment.standing().detached()).map(Detachment::reason);
  }

  /* What stays as it is costs no read and no write. */
  private List<Deployment> change(List<Deployment> concerned, UnaryOperator<Deployment> change) {
    List<Deployment> changed = new ArrayList<>();
    for (Deployment deployment : concerned) {
      if (change.apply(deployment).equals(deployment)) {
        changed.add(deployment);
      } else {
        deployments.update(deployment.id(), change).ifPresent(changed::add);
      }
    }
    return changed;
  }
}
