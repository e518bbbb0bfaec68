package dev.sigil.functions.consoleapi;

import dev.sigil.core.build.Visibility;
import dev.sigil.core.deploy.DeployRule;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Detachment;
import dev.sigil.core.deploy.PreviewOf;
import dev.sigil.core.deploy.ServerStatus;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.registry.RegistryNames;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Deployments as clients read them. */
final class Views {
  private final RegistryNames names;

  Views(RegistryNames names) {
    this.names = names;
  }

  /**
   * A deployment in a list.
   *
   * @param status {@code pending} without a live release, {@code live}, {@code paused} or {@code
   *     deleting}
   * @param rule which events of the repository deploy it
   * @param detached why they do not reach it any more; absent while they do
   * @param previews whether pull requests against its branch get a server of their own
   * @param preview the pull request that it previews
   */
  record DeploymentView(
      String id,
      String name,
      String workspace,
      String status,
      String repository,
      String branch,
      String folder,
      Visibility visibility,
      String endpoint,
      int releases,
      Instant createdAt,
      Instant updatedAt,
      DeployRule rule,
      @Nullable DetachedView detached,
      @Nullable ReleaseId live,
      @Nullable ReleaseId head,
      boolean previews,
      @Nullable PreviewOf preview) {}

  /**
   * A lost source.
   *
   * @param message for people
   * @param paused whether the server was paused for it
   * @param pausesAt when it will be, unless the source is back before
   */
  record DetachedView(
      Detachment.Reason reason,
      String message,
      Instant since,
      boolean paused,
      @Nullable Instant pausesAt) {
    static DetachedView of(Deployment deployment, Detachment lost) {
      boolean counting = lost.reason().pauses() && !lost.paused();
      return new DetachedView(
          lost.reason(),
          "Pushes do not reach this server: " + lost.reason().text() + ".",
          lost.since(),
          lost.paused(),
          counting ? deployment.dueAt() : null);
    }
  }

  /** A list reads stored state only: asking the runtime would cost a call for each server. */
  DeploymentView of(Deployment deployment) {
    return view(deployment, status(deployment));
  }

  /** One deployment; its status is the runtime's while it serves. */
  DeploymentView of(Deployment deployment, @Nullable ServerStatus server) {
    if (server == null || deployment.state() != Deployment.State.ACTIVE) {
      return of(deployment);
    }
    return view(deployment, server.state().name().toLowerCase(Locale.ROOT));
  }

  private static String status(Deployment deployment) {
    return switch (deployment.state()) {
      case DELETING -> "deleting";
      case PAUSED -> "paused";
      case ACTIVE -> deployment.live() == null ? "pending" : "live";
    };
  }

  private DeploymentView view(Deployment deployment, String status) {
    Deployment.Head head = deployment.head();
    Detachment lost = deployment.standing().detached();
    return new DeploymentView(
        deployment.id().value(),
        deployment.name().value(),
        deployment.workspace().value(),
        status,
        deployment.repository().url(),
        deployment.branch(),
        deployment.folder(),
        deployment.visibility(),
        names.endpointOf(deployment),
        deployment.releases(),
        deployment.createdAt(),
        deployment.updatedAt(),
        deployment.rule(),
        lost == null ? null : DetachedView.of(deployment, lost),
        deployment.live(),
        head == null ? null : head.release(),
        deployment.previews(),
        deployment.preview());
  }
}
