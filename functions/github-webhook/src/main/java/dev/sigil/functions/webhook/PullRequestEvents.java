package dev.sigil.functions.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.event.EventPublisher;
import dev.sigil.core.event.PreviewChanged;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.preview.Ending;
import dev.sigil.core.preview.Preview;
import dev.sigil.core.preview.Previews;
import dev.sigil.core.preview.PullRequestEvent;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Notes what pull requests want of the previews of the servers that their base branch deploys. What
 * is noted is carried out elsewhere: GitHub waits for an answer.
 */
final class PullRequestEvents {
  private final Deployments deployments;
  private final Previews previews;
  private final Repositories repositories;
  private final EventPublisher events;
  private final InstantSource clock;

  PullRequestEvents(
      Deployments deployments,
      Previews previews,
      Repositories repositories,
      EventPublisher events,
      InstantSource clock) {
    this.deployments = deployments;
    this.previews = previews;
    this.repositories = repositories;
    this.events = events;
    this.clock = clock;
  }

  /** Takes {@code pull_request}. */
  Effect take(JsonNode payload) {
    if (!PullRequestPayload.concerns(payload)) {
      return Effect.NONE;
    }
    PullRequestPayload pull = PullRequestPayload.read(payload, clock.instant());
    Repositories.Place place = repositories.see(pull.repository());
    List<Deployment> parents =
        deployments.ofSource(pull.repository().address(), pull.base()).stream()
            .filter(found -> found.workspace().equals(place.workspace()))
            .filter(PullRequestEvents::isPreviewed)
            .toList();
    PullRequestEvent event = pull.event();
    List<Preview> changed = new ArrayList<>();
    parents.forEach(parent -> previews.see(parent, event).ifPresent(changed::add));
    if (event.ending() != null || pull.retargeted()) {
      changed.addAll(others(pull, parents));
    }
    changed.forEach(preview -> events.publish(new PreviewChanged(preview.id())));
    return changed.isEmpty() ? Effect.NONE : Effect.noted("Previews: " + changed.size() + ".");
  }

  private static boolean isPreviewed(Deployment server) {
    return server.previews()
        && server.state() != Deployment.State.DELETING
        && Servers.lost(server).isEmpty();
  }

  /* Those of servers that the base branch does not deploy, or not any more. */
  private List<Preview> others(PullRequestPayload pull, List<Deployment> parents) {
    Set<DeploymentId> known = parents.stream().map(Deployment::id).collect(Collectors.toSet());
    PullRequestEvent event = pull.event();
    Ending ending = event.ending() == null ? Ending.RETARGETED : event.ending();
    return previews.ofRequest(event.request()).stream()
        .filter(preview -> !known.contains(preview.parent()))
        .map(preview -> previews.see(preview.id(), event.endedBy(ending)))
        .flatMap(Optional::stream)
        .toList();
  }
}
