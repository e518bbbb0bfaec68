package dev.sigil.functions.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.deploy.ServerName;
import dev.sigil.core.deploy.Trigger;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.id.WorkspaceId;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns a push into releases: one for each deployment of its branch. The default branch of a
 * repository that is not deployed yet is deployed by its first push.
 */
final class Pushes {
  private final Deployments deployments;
  private final Releases releases;
  private final InstantSource clock;
  private final @Nullable WorkspaceId onlyWorkspace;

  Pushes(
      Deployments deployments,
      Releases releases,
      InstantSource clock,
      @Nullable WorkspaceId onlyWorkspace) {
    this.deployments = deployments;
    this.releases = releases;
    this.clock = clock;
    this.onlyWorkspace = onlyWorkspace;
  }

  /** The releases of the push; the same key makes the same releases. */
  List<ReleaseId> begin(JsonNode payload, String key) {
    Optional<PushPayload> push = PushPayload.read(payload, clock.instant());
    return push.map(found -> concerned(found).stream().map(d -> begin(d, found, key)).toList())
        .orElse(List.of());
  }

  private ReleaseId begin(Deployment deployment, PushPayload pushed, String key) {
    Release release = releases.begin(deployment.id(), Trigger.PUSH, key, pushed.push(), null);
    return release.id();
  }

  private List<Deployment> concerned(PushPayload pushed) {
    WorkspaceId workspace = workspace(pushed);
    List<Deployment> own =
        deployments.ofSource(pushed.repository(), pushed.branch()).stream()
            .filter(deployment -> deployment.workspace().equals(workspace))
            .toList();
    if (own.isEmpty()) {
      return pushed.defaultBranch() ? List.of(create(workspace, pushed)) : List.of();
    }
    return own.stream().filter(d -> d.state() != Deployment.State.DELETING).toList();
  }

  private WorkspaceId workspace(PushPayload pushed) {
    return onlyWorkspace == null
        ? new WorkspaceId(pushed.owner().toLowerCase(Locale.ROOT))
        : onlyWorkspace;
  }

  /* Owners of one workspace may have repositories of one name: the second gets its owner's too. */
  private Deployment create(WorkspaceId workspace, PushPayload pushed) {
    ServerName name = ServerName.from(pushed.name());
    try {
      return deployments.ensure(workspace, name, pushed.repository(), pushed.branch(), "");
    } catch (SigilException e) {
      if (e.code() != ErrorCode.CONFLICT) {
        throw e;
      }
      ServerName longer = ServerName.from(pushed.owner() + "-" + pushed.name());
      return deployments.ensure(workspace, longer, pushed.repository(), pushed.branch(), "");
    }
  }
}
