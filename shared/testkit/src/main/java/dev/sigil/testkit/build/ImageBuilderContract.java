package dev.sigil.testkit.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.build.BuildPlan;
import dev.sigil.core.build.BuildStep;
import dev.sigil.core.build.ImageBuilder;
import dev.sigil.core.build.ImageBuilder.BuildRequest;
import dev.sigil.core.build.Language;
import dev.sigil.core.build.Scaling;
import dev.sigil.core.build.Tier;
import dev.sigil.core.build.Transport;
import dev.sigil.core.build.Visibility;
import dev.sigil.core.deploy.Failure;
import dev.sigil.core.event.BuildFinished;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.json.Json;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.Repository;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What every image builder does. */
public abstract class ImageBuilderContract {
  private static final DeploymentId DEPLOYMENT = new DeploymentId("0123456789abcdef0123");

  /** The repository that {@link #commit} is of. */
  protected abstract Repository repository();

  /** A commit whose tree holds a file {@code server.txt}. */
  protected abstract Commit commit();

  protected abstract ImageBuilder builder();

  /** Waits until that many outcomes have been published, and returns all, oldest first. */
  protected abstract List<BuildFinished> awaitOutcomes(int count);

  @Test
  void submit_publishesTheArtifact() {
    builder().submit(request("aaaa", plan(step("true"))));

    BuildFinished outcome = awaitOutcomes(1).getFirst();
    assertThat(outcome.release()).isEqualTo(release("aaaa"));
    assertThat(outcome.artifact()).isNotNull();
  }

  @Test
  void submit_ofAFailingStepPublishesTheFailure() {
    builder().submit(request("aaaa", plan(step("true"), step("false"))));

    Failure failure = Objects.requireNonNull(awaitOutcomes(1).getFirst().failure());
    assertThat(failure.code()).isEqualTo(ErrorCode.BUILD_FAILED);
    assertThat(failure.reason()).contains("exit code 1");
    assertThat(failure.hint()).isNotBlank();
  }

  @Test
  void submit_againPublishesTheSameOutcomeAgain() {
    BuildRequest request = request("aaaa", plan(step("true")));
    builder().submit(request);
    awaitOutcomes(1);

    builder().submit(request);

    List<BuildFinished> outcomes = awaitOutcomes(2);
    assertThat(outcomes.get(1)).isEqualTo(outcomes.get(0));
  }

  @Test
  void artifacts_ofDifferentPlansDiffer() {
    builder().submit(request("aaaa", plan(step("true"))));
    builder().submit(request("bbbb", plan(step("true"), step("true"))));

    List<BuildFinished> outcomes = awaitOutcomes(2);
    assertThat(outcomes.get(0).artifact()).isNotEqualTo(outcomes.get(1).artifact());
  }

  @Test
  void deleteAll_forgetsOutcomes() {
    BuildRequest request = request("aaaa", plan(step("true")));
    builder().submit(request);
    awaitOutcomes(1);

    builder().deleteAll(DEPLOYMENT);
    builder().deleteAll(DEPLOYMENT);
    builder().submit(request);

    assertThat(awaitOutcomes(2)).hasSize(2);
  }

  @Test
  void cancel_ofAnUnknownReleaseDoesNothing() {
    builder().cancel(release("aaaa"));

    builder().submit(request("bbbb", plan(step("true"))));
    assertThat(awaitOutcomes(1).getFirst().release()).isEqualTo(release("bbbb"));
  }

  protected static ReleaseId release(String suffix) {
    return new ReleaseId(DEPLOYMENT + "-" + suffix);
  }

  protected static BuildStep step(String... command) {
    return new BuildStep("Run " + command[0], List.of(command), List.of());
  }

  protected static BuildPlan plan(BuildStep... steps) {
    return plan(Language.PYTHON, List.of(steps));
  }

  protected static BuildPlan plan(Language language, List<BuildStep> steps) {
    return new BuildPlan(
        "contract",
        "1.0.0",
        "A plan",
        language,
        "",
        "",
        steps,
        language == Language.CONTAINER ? List.of() : List.of("cat", "server.txt"),
        Transport.STDIO,
        "/mcp",
        language == Language.CONTAINER ? "Dockerfile" : null,
        new TreeMap<>(),
        List.of(),
        Tier.SMALL,
        Scaling.DEFAULT,
        Visibility.PUBLIC,
        "mcp.yaml",
        List.of());
  }

  protected final BuildRequest request(String release, BuildPlan plan) {
    return new BuildRequest(
        new WorkspaceId("acme"),
        DEPLOYMENT,
        release(release),
        repository(),
        commit(),
        plan,
        dockerfile(plan));
  }

  /** A Dockerfile that runs the plan's steps, for builders that read nothing else. */
  private static String dockerfile(BuildPlan plan) {
    StringBuilder text = new StringBuilder("FROM scratch\nCOPY [\".\", \"/app/\"]\n");
    plan.steps()
        .forEach(step -> text.append("RUN ").append(Json.write(step.command())).append('\n'));
    return text.toString();
  }
}
