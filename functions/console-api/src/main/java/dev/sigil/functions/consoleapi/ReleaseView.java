package dev.sigil.functions.consoleapi;

import dev.sigil.core.build.BuildPlan;
import dev.sigil.core.build.BuildStep;
import dev.sigil.core.build.Language;
import dev.sigil.core.build.SecretRequirement;
import dev.sigil.core.build.Tier;
import dev.sigil.core.build.Transport;
import dev.sigil.core.build.Visibility;
import dev.sigil.core.deploy.Failure;
import dev.sigil.core.deploy.Push;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.deploy.StageTiming;
import dev.sigil.core.deploy.Trigger;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.scan.ScanReport;
import dev.sigil.core.tool.CatalogueDiff;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A release as clients read it; a list leaves out scan, plan and tools. */
record ReleaseView(
    ReleaseId id,
    DeploymentId deployment,
    int number,
    Trigger trigger,
    Push push,
    ReleaseState state,
    String phase,
    List<Stage> stages,
    Instant createdAt,
    Instant updatedAt,
    @Nullable ReleaseId supersedes,
    @Nullable ReleaseId rollbackOf,
    @Nullable Failure failure,
    @Nullable ScanReport scan,
    @Nullable Plan plan,
    @Nullable String catalogue,
    @Nullable CatalogueDiff catalogueDiff) {

  /** A stage and how long it took in milliseconds, once it is over. */
  record Stage(
      ReleaseState stage, Instant startedAt, @Nullable Instant endedAt, @Nullable Long millis) {
    static Stage of(StageTiming timing) {
      Instant end = timing.endedAt();
      Long millis = end == null ? null : Duration.between(timing.startedAt(), end).toMillis();
      return new Stage(timing.stage(), timing.startedAt(), end, millis);
    }
  }

  /** What was built and how, without the values of its environment. */
  record Plan(
      String name,
      String version,
      Language runtime,
      String runtimeVersion,
      String folder,
      List<String> steps,
      List<String> start,
      Transport transport,
      Tier tier,
      Visibility visibility,
      List<SecretRequirement> secrets,
      String detectedBy,
      List<String> notes) {
    static Plan of(BuildPlan plan) {
      return new Plan(
          plan.name(),
          plan.version(),
          plan.runtime(),
          plan.runtimeVersion(),
          plan.folder(),
          plan.steps().stream().map(BuildStep::name).toList(),
          plan.start(),
          plan.transport(),
          plan.tier(),
          plan.visibility(),
          plan.secrets(),
          plan.detectedBy(),
          plan.notes());
    }
  }

  static ReleaseView summary(Release release) {
    return of(release, null, null, null);
  }

  static ReleaseView detail(Release release) {
    BuildPlan plan = release.plan();
    return of(
        release, release.scan(), plan == null ? null : Plan.of(plan), release.catalogueDiff());
  }

  private static ReleaseView of(
      Release release,
      @Nullable ScanReport scan,
      @Nullable Plan plan,
      @Nullable CatalogueDiff diff) {
    return new ReleaseView(
        release.id(),
        release.deployment(),
        release.number(),
        release.trigger(),
        release.push(),
        release.state(),
        release.phase(),
        release.stages().stream().map(Stage::of).toList(),
        release.createdAt(),
        release.updatedAt(),
        release.supersedes(),
        release.rollbackOf(),
        release.failure(),
        scan,
        plan,
        release.catalogue(),
        diff);
  }
}
