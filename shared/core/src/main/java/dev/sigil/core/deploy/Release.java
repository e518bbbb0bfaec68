package dev.sigil.core.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sigil.core.build.Artifact;
import dev.sigil.core.build.BuildPlan;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.scan.ScanReport;
import dev.sigil.core.tool.CatalogueDiff;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to put one commit live.
 *
 * @param number counts the releases of the deployment, from 1
 * @param stages every stage entered, in order, with its times
 * @param supersedes the release that stood at the head before, when it was still open
 * @param rollbackOf the release whose artifact a rollback reuses
 * @param catalogue hash of the tools the server answered, once verified
 */
public record Release(
    ReleaseId id,
    WorkspaceId workspace,
    DeploymentId deployment,
    int number,
    Trigger trigger,
    Push push,
    ReleaseState state,
    List<StageTiming> stages,
    Instant createdAt,
    Instant updatedAt,
    @Nullable ReleaseId supersedes,
    @Nullable ReleaseId rollbackOf,
    @Nullable Failure failure,
    @Nullable ScanReport scan,
    @Nullable BuildPlan plan,
    @Nullable Artifact artifact,
    @Nullable String catalogue,
    @Nullable CatalogueDiff catalogueDiff) {
  public Release {
    stages = List.copyOf(stages);
  }

  /** {@code open} or {@code ended}; stored, so that open releases can be found. */
  @JsonProperty
  public String phase() {
    return state.open() ? "open" : "ended";
  }

  /** The release in {@code next} from {@code now} on. */
  public Release entering(ReleaseState next, Instant now) {
    List<StageTiming> timings = new ArrayList<>(stages);
    if (!timings.isEmpty() && timings.getLast().endedAt() == null) {
      StageTiming last = timings.removeLast();
      timings.add(new StageTiming(last.stage(), last.startedAt(), now));
    }
    timings.add(new StageTiming(next, now, next.open() ? null : now));
    return new Release(
        id,
        workspace,
        deployment,
        number,
        trigger,
        push,
        next,
        timings,
        createdAt,
        now,
        supersedes,
        rollbackOf,
        failure,
        scan,
        plan,
        artifact,
        catalogue,
        catalogueDiff);
  }

  /** The release, noted as looked after at {@code now}. */
  public Release touched(Instant now) {
    return new Release(
        id,
        workspace,
        deployment,
        number,
        trigger,
        push,
        state,
        stages,
        createdAt,
        now,
        supersedes,
        rollbackOf,
        failure,
        scan,
        plan,
        artifact,
        catalogue,
        catalogueDiff);
  }

  public Release withFailure(Failure value) {
    return new Release(
        id,
        workspace,
        deployment,
        number,
        trigger,
        push,
        state,
        stages,
        createdAt,
        updatedAt,
        supersedes,
        rollbackOf,
        value,
        scan,
        plan,
        artifact,
        catalogue,
        catalogueDiff);
  }

  public Release withScan(ScanReport value) {
    return new Release(
        id,
        workspace,
        deployment,
        number,
        trigger,
        push,
        state,
        stages,
        createdAt,
        updatedAt,
        supersedes,
        rollbackOf,
        failure,
        value,
        plan,
        artifact,
        catalogue,
        catalogueDiff);
  }

  public Release withPlan(BuildPlan value) {
    return new Release(
        id,
        workspace,
        deployment,
        number,
        trigger,
        push,
        state,
        stages,
        createdAt,
        updatedAt,
        supersedes,
        rollbackOf,
        failure,
        scan,
        value,
        artifact,
        catalogue,
        catalogueDiff);
  }

  public Release withArtifact(Artifact value) {
    return new Release(
        id,
        workspace,
        deployment,
        number,
        trigger,
        push,
        state,
        stages,
        createdAt,
        updatedAt,
        supersedes,
        rollbackOf,
        failure,
        scan,
        plan,
        value,
        catalogue,
        catalogueDiff);
  }

  public Release withCatalogue(String hash, @Nullable CatalogueDiff diff) {
    return new Release(
        id,
        workspace,
        deployment,
        number,
        trigger,
        push,
        state,
        stages,
        createdAt,
        updatedAt,
        supersedes,
        rollbackOf,
        failure,
        scan,
        plan,
        artifact,
        hash,
        diff);
  }

  /** The release without what its scan, its plan and its tools add, which can be much. */
  public Release bare() {
    return new Release(
        id,
        workspace,
        deployment,
        number,
        trigger,
        push,
        state,
        stages,
        createdAt,
        updatedAt,
        supersedes,
        rollbackOf,
        failure,
        null,
        null,
        null,
        null,
        null);
  }
}
