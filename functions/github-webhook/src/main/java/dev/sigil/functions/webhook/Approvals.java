package dev.sigil.functions.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.SigilException;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.event.EventPublisher;
import dev.sigil.core.event.PreviewChanged;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.preview.Approval;
import dev.sigil.core.preview.Preview;
import dev.sigil.core.preview.Previews;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.Repository;
import dev.sigil.http.JsonBody;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Notes that somebody pressed the button of a check that asks whether a stranger's commit may run.
 * Whether that person may say so is asked of the code host later, before anything runs.
 */
final class Approvals {
  private final Deployments deployments;
  private final Previews previews;
  private final EventPublisher events;
  private final InstantSource clock;

  Approvals(
      Deployments deployments, Previews previews, EventPublisher events, InstantSource clock) {
    this.deployments = deployments;
    this.previews = previews;
    this.events = events;
    this.clock = clock;
  }

  /** Whether a check run's event is one of a preview's. */
  static boolean concerns(JsonNode payload) {
    return payload.at("/check_run/external_id").asText().startsWith(Preview.KEY);
  }

  /** Takes {@code check_run}: requested_action, rerequested. */
  Effect take(JsonNode payload) {
    Repository repository =
        JsonBody.field(
            "repository.clone_url",
            Payload.text(payload, "/repository/clone_url"),
            Repository::new);
    Optional<Preview> found =
        preview(payload.at("/check_run/external_id").asText())
            .filter(preview -> isOf(preview, repository));
    if (found.isEmpty()) {
      return Effect.noted("There is no such preview any more.");
    }
    if (Preview.APPROVE.equals(Payload.optional(payload, "/requested_action/identifier"))) {
      note(found.get().id(), payload);
    }
    events.publish(new PreviewChanged(found.get().id()));
    return Effect.noted("Previews: 1.");
  }

  private void note(DeploymentId id, JsonNode payload) {
    Commit commit =
        JsonBody.field(
            "check_run.head_sha", Payload.text(payload, "/check_run/head_sha"), Commit::new);
    String login = Payload.text(payload, "/sender/login");
    Approval asked = new Approval(commit, "@" + login, clock.instant(), false);
    previews.change(
        id,
        preview ->
            preview.waits() && preview.head().equals(commit)
                ? preview.approved(asked, clock.instant())
                : preview);
  }

  private Optional<Preview> preview(String key) {
    try {
      return previews.get(new DeploymentId(key.substring(Preview.KEY.length())));
    } catch (SigilException e) {
      return Optional.empty();
    }
  }

  private boolean isOf(Preview preview, Repository repository) {
    return deployments
        .get(preview.parent())
        .map(Deployment::source)
        .filter(repository.key()::equals)
        .isPresent();
  }
}
