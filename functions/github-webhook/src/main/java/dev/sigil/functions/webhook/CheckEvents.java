package dev.sigil.functions.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.SigilException;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.Push;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.deploy.Trigger;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.Repository;
import dev.sigil.http.InvalidFieldException;
import dev.sigil.http.JsonBody;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Begins releases that people ask for with the buttons of a check. A commit that is no longer its
 * branch's head makes a release that is superseded at once, so that its check says why.
 */
final class CheckEvents {
  private static final Set<String> ASKING = Set.of("rerequested", "requested_action");

  private final Deployments deployments;
  private final Releases releases;

  CheckEvents(Deployments deployments, Releases releases) {
    this.deployments = deployments;
    this.releases = releases;
  }

  /** Whether a person asks for something. */
  static boolean asks(JsonNode payload) {
    return ASKING.contains(payload.path("action").asText());
  }

  /** The release of a check run, again; other servers' checks of the commit stay. */
  Effect run(JsonNode payload, String key) {
    Repository repository = repository(payload);
    return release(payload.at("/check_run/external_id").asText())
        .flatMap(
            release ->
                deployments
                    .get(release.deployment())
                    .filter(deployment -> isOf(deployment, repository))
                    .map(deployment -> again(deployment, release.push(), key)))
        .map(again -> new Effect(List.of(again), List.of()))
        .orElse(Effect.NONE);
  }

  /** A commit's releases, again, of every server that its branch deploys. */
  Effect suite(JsonNode payload, String key) {
    String branch = payload.at("/check_suite/head_branch").asText("");
    if (branch.isEmpty()) {
      return Effect.NONE;
    }
    Repository repository = repository(payload);
    Commit commit =
        JsonBody.field(
            "check_suite.head_sha", payload.at("/check_suite/head_sha").asText(), Commit::new);
    Push unknown = new Push(Commit.NONE, commit, Instant.EPOCH, null, null);
    List<ReleaseId> begun =
        deployments.ofSource(repository, branch).stream()
            .filter(deployment -> isOf(deployment, repository) && deployment.head() != null)
            .map(deployment -> again(deployment, unknown, key))
            .toList();
    return new Effect(begun, List.of());
  }

  /* The head's own push follows itself, and any later push follows it. */
  private ReleaseId again(Deployment deployment, Push asked, String key) {
    Push push =
        Optional.ofNullable(deployment.head())
            .map(Deployment.Head::push)
            .filter(head -> head.after().equals(asked.after()))
            .orElse(asked);
    return releases.begin(deployment.id(), Trigger.MANUAL, key, push, null).id();
  }

  private static boolean isOf(Deployment deployment, Repository repository) {
    return deployment.state() != Deployment.State.DELETING
        && deployment.source().equals(repository.key());
  }

  private Optional<Release> release(String id) {
    try {
      return releases.get(new ReleaseId(id));
    } catch (SigilException e) {
      return Optional.empty();
    }
  }

  private static Repository repository(JsonNode payload) {
    String address = payload.at("/repository/clone_url").asText("");
    if (address.isEmpty()) {
      throw new InvalidFieldException("repository.clone_url", "The field is missing.");
    }
    return JsonBody.field("repository.clone_url", address, Repository::new);
  }
}
