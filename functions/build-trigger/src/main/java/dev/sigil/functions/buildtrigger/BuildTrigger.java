package dev.sigil.functions.buildtrigger;

import dev.sigil.core.build.Artifact;
import dev.sigil.core.build.BuildPlan;
import dev.sigil.core.build.ImageBuilder;
import dev.sigil.core.build.ImageBuilder.BuildRequest;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.PreviewOf;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.deploy.Releases.Entry;
import dev.sigil.core.event.BuildFinished;
import dev.sigil.core.event.EventPublisher;
import dev.sigil.core.event.ScanPassed;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.source.SourceFetcher;
import dev.sigil.core.source.SourceLimits;
import dev.sigil.core.source.SourceTree;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plans a scanned release and hands it to the builder. Thread-safe. */
public final class BuildTrigger {
  /* A release supersedes one that may itself have superseded one; pushes come in bursts, not more. */
  private static final int MAX_SUPERSEDED = 20;

  private final Releases releases;
  private final SourceFetcher sources;
  private final Planning planning;
  private final ImageBuilder builds;
  private final EventPublisher events;
  private final SourceLimits limits;

  public BuildTrigger(
      Releases releases,
      SourceFetcher sources,
      Planning planning,
      ImageBuilder builds,
      EventPublisher events,
      SourceLimits limits) {
    this.releases = releases;
    this.sources = sources;
    this.planning = planning;
    this.builds = builds;
    this.events = events;
    this.limits = limits;
  }

  public void run(ScanPassed event) {
    ReleaseId id = event.release();
    switch (releases.enter(id, ReleaseState.BUILDING)) {
      case Entry.Entered entered -> build(entered.release(), entered.deployment());
      case Entry.Passed passed -> publishAgain(passed.release());
      case Entry.Ended ended -> builds.cancel(id);
    }
  }

  private void build(Release release, Deployment deployment) {
    cancelSuperseded(release.supersedes());
    ReleaseId id = release.id();
    BuildPlan known = release.plan();
    BuildPlan plan = known == null ? plan(release, deployment) : known;
    Optional<Release> recorded =
        releases.record(id, open -> open.plan() == null ? open.withPlan(plan) : open);
    if (recorded.isEmpty() || !recorded.get().state().open()) {
      return;
    }
    builds.submit(
        new BuildRequest(
            deployment.workspace(),
            deployment.id(),
            id,
            deployment.repository(),
            release.push().after(),
            plan,
            planning.dockerfile(plan)));
    cancelIfEnded(id);
  }

  private BuildPlan plan(Release release, Deployment deployment) {
    try (SourceTree tree = sources.fetch(deployment.repository(), release.push().after(), limits)) {
      BuildPlan plan = planning.plan(tree, deployment.folder());
      PreviewOf preview = deployment.preview();
      return preview == null ? plan : plan.asPreview(preview.fork());
    }
  }

  private void cancelSuperseded(@Nullable ReleaseId newest) {
    ReleaseId next = newest;
    for (int i = 0; next != null && i < MAX_SUPERSEDED; i++) {
      builds.cancel(next);
      next = releases.get(next).map(Release::supersedes).orElse(null);
    }
  }

  /* Whoever superseded the release may have cancelled its build before it was submitted. */
  private void cancelIfEnded(ReleaseId id) {
    boolean wanted =
        releases
            .get(id)
            .filter(now -> now.state().open() || now.state() == ReleaseState.LIVE)
            .isPresent();
    if (!wanted) {
      builds.cancel(id);
    }
  }

  private void publishAgain(Release release) {
    Artifact artifact = release.artifact();
    if (release.state().open() && artifact != null) {
      events.publish(BuildFinished.succeeded(release.id(), artifact));
    }
  }
}
