package dev.sigil.functions.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.account.Installation;
import dev.sigil.core.account.Installations;
import dev.sigil.core.deploy.DeployRule;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.Detachment.Reason;
import dev.sigil.core.deploy.Push;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.deploy.ServerName;
import dev.sigil.core.deploy.Trigger;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.SourceFetcher;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Turns a push into releases: one for each server of its branch that it changes. The default branch
 * of a repository that is not deployed yet is deployed by its first push.
 */
final class Pushes {
  private final Deployments deployments;
  private final Releases releases;
  private final Installations installations;
  private final Repositories repositories;
  private final Servers servers;
  private final Supplier<SourceFetcher> sources;
  private final InstantSource clock;

  Pushes(
      Deployments deployments,
      Releases releases,
      Installations installations,
      Repositories repositories,
      Servers servers,
      Supplier<SourceFetcher> sources,
      InstantSource clock) {
    this.deployments = deployments;
    this.releases = releases;
    this.installations = installations;
    this.repositories = repositories;
    this.servers = servers;
    this.sources = sources;
    this.clock = clock;
  }

  /** Takes {@code push}; the same key makes the same releases. */
  Effect push(JsonNode payload, String key) {
    PushPayload push = PushPayload.read(payload, clock.instant());
    Repositories.Place place = repositories.see(push.repository());
    return switch (push.kind()) {
      case OTHER -> Effect.NONE;
      case BRANCH_DELETED -> deleted(push, place);
      case TAG -> tagged(push, place, key);
      case COMMITS ->
          push.skipped()
              ? Effect.noted("The head commit's message says [skip sigil].")
              : committed(push, place, key);
    };
  }

  /** Takes {@code release}: published. */
  Effect release(JsonNode payload, String key) {
    boolean complete =
        Payload.text(payload, "/action").equals("published")
            && !payload.at("/release/draft").asBoolean()
            && !payload.at("/release/prerelease").asBoolean();
    RepositoryPayload seen = RepositoryPayload.read(payload, clock.instant());
    Repositories.Place place = repositories.see(seen);
    String tag = Payload.text(payload, "/release/tag_name");
    List<Deployment> concerned =
        complete ? ruled(seen, place, DeployRule.On.RELEASE, tag) : List.of();
    if (concerned.isEmpty()) {
      return Effect.NONE;
    }
    Push push =
        new Push(
            Commit.NONE,
            sources.get().resolve(seen.address(), tag).commit(),
            Payload.instant(payload, "/release/published_at").orElse(clock.instant()),
            Payload.optional(payload, "/release/name"),
            Payload.optional(payload, "/release/author/login"));
    return begin(concerned, push, Trigger.RELEASE, key, d -> true);
  }

  private Effect deleted(PushPayload push, Repositories.Place place) {
    List<Deployment> own = own(push, place);
    servers.detach(own, Reason.BRANCH_DELETED, push.push().at());
    return own.isEmpty()
        ? Effect.NONE
        : Effect.noted("The branch was deleted; its servers stay as they are.");
  }

  private Effect tagged(PushPayload push, Repositories.Place place, String key) {
    List<Deployment> concerned = ruled(push.repository(), place, DeployRule.On.TAG, push.ref());
    return begin(concerned, push.push(), Trigger.TAG, key, d -> true);
  }

  private List<Deployment> ruled(
      RepositoryPayload seen, Repositories.Place place, DeployRule.On on, String tag) {
    return servers.ofRepository(seen.address(), place.workspace()).stream()
        .filter(d -> d.rule().takes(on, tag))
        .toList();
  }

  private Effect committed(PushPayload push, Repositories.Place place, String key) {
    List<Deployment> own = own(push, place);
    if (own.isEmpty()) {
      return push.toDefaultBranch() ? first(push, place, key) : Effect.NONE;
    }
    List<Deployment> ruled = own.stream().filter(d -> d.rule().on() == DeployRule.On.PUSH).toList();
    Affected affected = new Affected(sources, push, own);
    return begin(ruled, push.push(), Trigger.PUSH, key, affected::test);
  }

  private List<Deployment> own(PushPayload push, Repositories.Place place) {
    return deployments.ofSource(push.repository().address(), push.ref()).stream()
        .filter(d -> d.workspace().equals(place.workspace()))
        .toList();
  }

  private Effect begin(
      List<Deployment> concerned,
      Push push,
      Trigger trigger,
      String key,
      Predicate<Deployment> affected) {
    List<ReleaseId> begun = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (Deployment server : servers.attach(concerned, push.at())) {
      if (server.state() == Deployment.State.DELETING) {
        continue;
      }
      if (Servers.lost(server).isPresent()) {
        notes.add(
            "No release of " + server.name() + ": " + Servers.lost(server).get().text() + ".");
      } else if (affected.test(server)) {
        begun.add(releases.begin(server.id(), trigger, key, push, null).id());
      } else {
        servers.leave(server, push.after());
        notes.add("Nothing of " + server.name() + " changed.");
      }
    }
    return new Effect(begun, notes);
  }

  /* A default branch that was renamed is the same branch. */
  private Effect first(PushPayload push, Repositories.Place place, String key) {
    String former = place.formerBranch();
    List<Deployment> before =
        former == null
            ? List.of()
            : deployments.ofSource(push.repository().address(), former).stream()
                .filter(d -> d.workspace().equals(place.workspace()))
                .toList();
    if (before.isEmpty()) {
      return mayDeploy(push)
          ? begin(List.of(create(push, place)), push.push(), Trigger.PUSH, key, d -> true)
          : Effect.noted("The GitHub App is not installed there any more.");
    }
    List<Deployment> orphans =
        before.stream()
            .filter(d -> Servers.lost(d).filter(Reason.BRANCH_DELETED::equals).isPresent())
            .toList();
    List<Deployment> followers = servers.follow(orphans, push.ref(), push.push().at());
    Effect effect = begin(followers, push.push(), Trigger.PUSH, key, d -> true);
    return followers.isEmpty()
        ? Effect.noted("Its servers are deployed from " + former + ".")
        : effect;
  }

  /* A plain webhook has no installation, and one of which no event arrived yet is taken as there. */
  private boolean mayDeploy(PushPayload push) {
    return push.installation() == 0
        || installations
            .get(push.installation())
            .map(found -> found.state() == Installation.State.ACTIVE)
            .orElse(true);
  }

  /* Owners of one workspace may have repositories of one name: the second gets its owner's too. */
  private Deployment create(PushPayload push, Repositories.Place place) {
    RepositoryPayload seen = push.repository();
    WorkspaceId workspace = place.workspace();
    ServerName name = ServerName.from(seen.name());
    try {
      return deployments.ensure(workspace, name, seen.address(), push.ref(), "");
    } catch (SigilException e) {
      if (e.code() != ErrorCode.CONFLICT) {
        throw e;
      }
      ServerName longer = ServerName.from(seen.login() + "-" + seen.name());
      return deployments.ensure(workspace, longer, seen.address(), push.ref(), "");
    }
  }
}
