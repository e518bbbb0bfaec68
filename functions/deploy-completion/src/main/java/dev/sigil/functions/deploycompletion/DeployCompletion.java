package dev.sigil.functions.deploycompletion;

import dev.sigil.core.build.Artifact;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.Failure;
import dev.sigil.core.deploy.PreviewOf;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.deploy.Releases.Entry;
import dev.sigil.core.deploy.ServerRuntime;
import dev.sigil.core.deploy.ServerRuntime.Candidate;
import dev.sigil.core.deploy.ServerRuntime.ServerSpec;
import dev.sigil.core.event.BuildFinished;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.registry.RegistryNames;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.core.tool.CatalogueDiff;
import dev.sigil.core.tool.Catalogues;
import dev.sigil.core.tool.ToolCatalogue;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Takes a build live: candidate, handshake, review of its answer, traffic, registry. Until the
 * traffic moves, the release before serves and nothing is published. Each step may be repeated, so
 * that an event delivered again continues where a crash left off. Thread-safe.
 */
public final class DeployCompletion {
  private final Deployments deployments;
  private final Releases releases;
  private final Catalogues catalogues;
  private final ServerRuntime runtime;
  private final Handshake handshake;
  private final AnswerReview review;
  private final GoLive goLive;
  private final InstantSource clock;

  public DeployCompletion(
      DocumentStore store,
      ServerRuntime runtime,
      Handshake handshake,
      AnswerReview review,
      RegistryNames names,
      InstantSource clock) {
    this.deployments = new Deployments(store, clock);
    this.releases = new Releases(store, clock);
    this.catalogues = new Catalogues(store);
    this.runtime = runtime;
    this.handshake = handshake;
    this.review = review;
    this.goLive = new GoLive(store, names, clock);
    this.clock = clock;
  }

  public void run(BuildFinished event) {
    ReleaseId id = event.release();
    Failure failure = event.failure();
    if (failure != null) {
      fail(id, failure);
    }
    Artifact artifact = event.artifact();
    if (artifact == null) {
      return;
    }
    releases.record(id, open -> open.artifact() == null ? open.withArtifact(artifact) : open);
    switch (releases.enter(id, ReleaseState.DEPLOYING)) {
      case Entry.Entered entered -> deploy(entered.release(), entered.deployment(), artifact);
      case Entry.Passed passed -> resume(passed.release(), artifact);
      case Entry.Ended ended -> settle(id);
    }
  }

  /* A build that failed says nothing about a release that has another build's artifact. */
  private void fail(ReleaseId id, Failure failure) {
    releases.record(
        id,
        open ->
            open.state().compareTo(ReleaseState.BUILDING) > 0
                ? open
                : open.withFailure(failure).entering(ReleaseState.FAILED, clock.instant()));
  }

  private void resume(Release release, Artifact artifact) {
    if (release.state().open()) {
      deployments
          .get(release.deployment())
          .ifPresent(deployment -> deploy(release, deployment, artifact));
    }
  }

  private void deploy(Release release, Deployment deployment, Artifact built) {
    Artifact recorded = release.artifact();
    ReleaseId id = release.id();
    Candidate candidate =
        runtime.create(
            new ServerSpec(
                release.workspace(),
                release.deployment(),
                id,
                release.number(),
                recorded == null ? built : recorded,
                GoLive.plan(release),
                deployment.secretsOf()));
    if (!isVerifying(id)) {
      settle(id);
      return;
    }
    if (!isAccepted(release, handshake.perform(candidate))) {
      runtime.discard(id);
      return;
    }
    goLive.rehearse(id);
    if (!isVerifying(id)) {
      settle(id);
      return;
    }
    runtime.promote(release.deployment(), id, release.number());
    finish(id, goLive.record(id));
  }

  /* Keeps what was answered and what was found in it, and ends a release that may not go live. */
  private boolean isAccepted(Release release, Answer answer) {
    Optional<Deployment> deployment = deployments.get(release.deployment());
    if (deployment.isEmpty()) {
      return false;
    }
    ToolCatalogue tools = answer.tools();
    catalogues.put(release.deployment(), tools);
    Release live = compared(deployment.get()).flatMap(releases::get).orElse(null);
    ToolCatalogue liveTools = tools(live);
    CatalogueDiff diff = liveTools == null ? null : CatalogueDiff.between(liveTools, tools);
    AnswerReview.Outcome outcome = review.of(release, deployment.get(), answer, live, liveTools);
    UnaryOperator<Release> kept = open -> outcome.onto(open.withCatalogue(tools.hash(), diff));
    if (outcome.failure() == null) {
      releases.record(release.id(), kept);
      return true;
    }
    releases.end(release.id(), ReleaseState.BLOCKED, outcome.failure(), kept);
    return false;
  }

  /* A preview is held against the server that it would change. */
  private Optional<ReleaseId> compared(Deployment deployment) {
    PreviewOf preview = deployment.preview();
    return preview == null
        ? deployment.liveRelease()
        : deployments.get(preview.parent()).flatMap(Deployment::liveRelease);
  }

  private @Nullable ToolCatalogue tools(@Nullable Release live) {
    return live == null || live.catalogue() == null
        ? null
        : catalogues.get(live.deployment(), live.catalogue()).orElse(null);
  }

  private boolean isVerifying(ReleaseId id) {
    return releases.enter(id, ReleaseState.VERIFYING) instanceof Entry.Entered;
  }

  /* An ended release holds no candidate, unless it serves: then the record is what is missing. */
  private void settle(ReleaseId id) {
    boolean serves =
        runtime.describe(id.deployment()).filter(status -> status.release().equals(id)).isPresent();
    if (serves) {
      finish(id, goLive.record(id));
    } else {
      runtime.discard(id);
    }
  }

  private void finish(ReleaseId id, GoLive.Outcome outcome) {
    switch (outcome) {
      case LIVE -> {}
      case ENDED -> runtime.discard(id);
      case GONE -> runtime.delete(id.deployment());
    }
  }
}
