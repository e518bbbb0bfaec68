package dev.sigil.functions.deploycompletion.report;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.codehost.CheckRun;
import dev.sigil.core.codehost.CheckRun.Conclusion;
import dev.sigil.core.codehost.CodeHost;
import dev.sigil.core.codehost.CommitStatus;
import dev.sigil.core.codehost.EnvironmentDeployment;
import dev.sigil.core.codehost.ReleaseReport;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.PreviewOf;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.registry.RegistryNames;
import dev.sigil.core.source.Repository;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A release as a check run, or a status where checks are not granted, and as a deployment. */
final class ReleaseShow {
  private static final Set<String> TRUNKS = Set.of("main", "master");

  private final CodeHost host;
  private final RegistryNames names;

  ReleaseShow(CodeHost host, RegistryNames names) {
    this.host = host;
    this.names = names;
  }

  /** What the host has taken so far, also when it refuses the rest. */
  static final class Progress {
    private ReleaseReport report;

    Progress(ReleaseReport report) {
      this.report = report;
    }

    ReleaseReport report() {
      return report;
    }
  }

  void show(Progress progress, Release release, Deployment deployment) {
    check(progress, release, deployment);
    deploy(progress, release, deployment);
  }

  /** A release serves no more. */
  void retire(Progress progress, Release release, Deployment deployment, String why) {
    if (progress.report().deployment() != null) {
      deploy(progress, release, deployment, EnvironmentDeployment.State.INACTIVE, why);
    }
  }

  private void check(Progress progress, Release release, Deployment deployment) {
    Repository repository = deployment.repository();
    try {
      long number =
          host.reports().show(repository, checkRun(progress.report(), release, deployment));
      progress.report = progress.report.withCheck(number);
    } catch (SigilException e) {
      if (e.code() != ErrorCode.FORBIDDEN) {
        throw e;
      }
      host.reports()
          .show(
              repository,
              new CommitStatus(
                  release.push().after(),
                  name(deployment),
                  status(release.state()),
                  ReleaseText.title(release),
                  ReleaseText.details(names, release)));
    }
  }

  private CheckRun checkRun(ReleaseReport report, Release release, Deployment deployment) {
    return new CheckRun(
        release.push().after(),
        name(deployment),
        report.check(),
        release.id().value(),
        conclusion(release.state()),
        release.createdAt(),
        release.state().open() ? null : release.updatedAt(),
        ReleaseText.details(names, release),
        ReleaseText.title(release),
        ReleaseText.summary(release, endpoint(release, deployment)),
        ReleaseText.scan(release),
        ReleaseText.annotations(release),
        List.of());
  }

  /* A release that never came to its build is none of an environment's business. */
  private void deploy(Progress progress, Release release, Deployment deployment) {
    boolean begun = release.state().open() && release.state().compareTo(ReleaseState.BUILDING) >= 0;
    boolean known = progress.report().deployment() != null;
    if (!begun && !known && release.state() != ReleaseState.LIVE) {
      return;
    }
    deploy(progress, release, deployment, state(release.state()), ReleaseText.title(release));
  }

  private void deploy(
      Progress progress,
      Release release,
      Deployment deployment,
      EnvironmentDeployment.State state,
      String description) {
    boolean serves = state == EnvironmentDeployment.State.SUCCESS;
    try {
      long number =
          host.reports()
              .show(
                  deployment.repository(),
                  new EnvironmentDeployment(
                      release.push().after(),
                      progress.report().deployment(),
                      release.id().value(),
                      environment(deployment),
                      deployment.preview() != null,
                      state,
                      serves ? names.endpointOf(deployment) : null,
                      ReleaseText.details(names, release),
                      description));
      progress.report = progress.report.withDeployment(number);
    } catch (SigilException e) {
      if (e.code() != ErrorCode.FORBIDDEN) {
        throw e;
      }
    }
  }

  /** Shows that what a release was deployed to is no more. */
  void withdraw(ReleaseReport report, Release release, Deployment deployment) {
    if (report.deployment() == null) {
      return;
    }
    host.reports()
        .show(
            deployment.repository(),
            new EnvironmentDeployment(
                release.push().after(),
                report.deployment(),
                release.id().value(),
                environment(deployment),
                true,
                EnvironmentDeployment.State.INACTIVE,
                null,
                null,
                "The preview was removed"));
  }

  /* The host takes what is deployed to one environment as following each other. */
  static String environment(Deployment deployment) {
    PreviewOf preview = deployment.preview();
    if (preview != null) {
      String pull = "preview/pr-" + preview.pullRequest();
      return deployment.folder().isEmpty() ? pull : pull + " / " + deployment.name();
    }
    String branch = TRUNKS.contains(deployment.branch()) ? "production" : deployment.branch();
    return deployment.folder().isEmpty() ? branch : branch + " / " + deployment.name();
  }

  private static String name(Deployment deployment) {
    return "Sigil / " + deployment.name();
  }

  private @Nullable String endpoint(Release release, Deployment deployment) {
    return release.state() == ReleaseState.LIVE ? names.endpointOf(deployment) : null;
  }

  private static @Nullable Conclusion conclusion(ReleaseState state) {
    return switch (state) {
      case QUEUED, SCANNING, BUILDING, DEPLOYING, VERIFYING -> null;
      case LIVE -> Conclusion.SUCCESS;
      case BLOCKED, FAILED -> Conclusion.FAILURE;
      case SUPERSEDED -> Conclusion.NEUTRAL;
      case CANCELLED -> Conclusion.CANCELLED;
    };
  }

  private static CommitStatus.State status(ReleaseState state) {
    return switch (state) {
      case QUEUED, SCANNING, BUILDING, DEPLOYING, VERIFYING -> CommitStatus.State.PENDING;
      case LIVE -> CommitStatus.State.SUCCESS;
      case BLOCKED -> CommitStatus.State.FAILURE;
      case FAILED, SUPERSEDED, CANCELLED -> CommitStatus.State.ERROR;
    };
  }

  private static EnvironmentDeployment.State state(ReleaseState state) {
    return switch (state) {
      case QUEUED, SCANNING -> EnvironmentDeployment.State.QUEUED;
      case BUILDING, DEPLOYING, VERIFYING -> EnvironmentDeployment.State.IN_PROGRESS;
      case LIVE -> EnvironmentDeployment.State.SUCCESS;
      case BLOCKED, FAILED -> EnvironmentDeployment.State.FAILURE;
      case SUPERSEDED, CANCELLED -> EnvironmentDeployment.State.INACTIVE;
    };
  }
}
