package dev.sigil.functions.deploycompletion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.codehost.CheckRun;
import dev.sigil.core.codehost.PullRequests.PullRequest;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Detachment;
import dev.sigil.core.deploy.PreviewOf;
import dev.sigil.core.deploy.ServerName;
import dev.sigil.core.event.PreviewChanged;
import dev.sigil.core.event.ReconcileTick;
import dev.sigil.core.event.ReleaseChanged;
import dev.sigil.core.event.SourcePushed;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.preview.Ending;
import dev.sigil.core.preview.Previews;
import dev.sigil.core.preview.PullRequestEvent;
import dev.sigil.core.source.Commit;
import dev.sigil.testkit.codehost.MemoryCodeHost.Comment;
import dev.sigil.testkit.codehost.MemoryCodeHost.Grant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PreviewingTest {
  private static final Commit HEAD = new Commit("a".repeat(40));
  private static final Commit NEXT = new Commit("b".repeat(40));

  private final Scene scene = new Scene().with(candidate -> Scene.ANSWER);
  private final Previews previews = new Previews(scene.store, scene.clock);

  @Test
  void sixthOfARepository_isRefusedWithAReason_andStartsWhenAnotherEnds() {
    for (int number = 1; number <= 6; number++) {
      open(scene.deployment, number, HEAD);
    }

    assertThat(scene.events.published(SourcePushed.class)).hasSize(5);
    assertThat(comment(6)).contains("Not started", "5 previews of a repository");

    see(scene.deployment, 1, HEAD, Ending.CLOSED);
    tick(Duration.ofMinutes(16));

    assertThat(scene.deployments.get(id(6))).isPresent();
    assertThat(scene.deployments.get(id(1))).isEmpty();
    assertThat(comment(6)).doesNotContain("Not started");
  }

  @Test
  void idle_isRemoved_andComesBackWithTheNextCommit() {
    open(scene.deployment, 7, HEAD);
    scene.host.pull(7, new PullRequest(true, false, false, HEAD));

    tick(Duration.ofDays(7));

    assertThat(scene.deployments.get(id(7))).isEmpty();
    assertThat(comment(7)).contains("Removed", "the next commit brings it back");
    open(scene.deployment, 7, HEAD);
    assertThat(scene.deployments.get(id(7))).as("the same commit").isEmpty();
    open(scene.deployment, 7, NEXT);
    assertThat(scene.deployments.get(id(7))).isPresent();
    assertThat(scene.host.comments()).hasSize(1);
  }

  @Test
  void pullRequest_whoseClosingWasLost_isFoundClosedInTheEnd() {
    open(scene.deployment, 7, HEAD);
    scene.host.pull(7, new PullRequest(false, true, false, HEAD));

    tick(Duration.ofDays(7));

    assertThat(scene.deployments.get(id(7))).isEmpty();
    assertThat(comment(7)).contains("the pull request was merged");
  }

  @Test
  void removal_thatAFailureCutsShort_isFinishedByTheClock() {
    open(scene.deployment, 7, HEAD);
    scene.host.fail(new TransientException("down"), new TransientException("still down"));

    see(scene.deployment, 7, HEAD, Ending.CLOSED);
    tick(Duration.ofMinutes(1));
    tick(Duration.ofMinutes(2));

    assertThat(scene.host.checks())
        .extracting(CheckRun::conclusion)
        .containsExactly(CheckRun.Conclusion.CANCELLED);

    assertThat(scene.deployments.get(id(7))).isEmpty();
    assertThat(previews.get(id(7)).orElseThrow().removed()).isTrue();
    assertThat(comment(7)).contains("Removed");
    assertThat(previews.due(10)).isEmpty();
  }

  @Test
  void lostEvent_isMadeUpForByTheClock() {
    previews.see(scene.deployment, event(7, HEAD, null));

    tick(Duration.ofMinutes(1));

    assertThat(scene.deployments.get(id(7))).isPresent();
  }

  @Test
  void server_thatIsSwitchedOffOrLostOrDeleted_losesItsPreviews() {
    open(scene.deployment, 1, HEAD);
    scene.deployments.update(
        scene.deployment.id(), d -> d.withPreviews(false, scene.clock.instant()));
    run(1);
    assertThat(comment(1)).contains("switched off");
    assertThat(scene.deployments.get(id(1))).isEmpty();

    scene.deployments.update(
        scene.deployment.id(), d -> d.withPreviews(true, scene.clock.instant()));
    open(scene.deployment, 2, HEAD);
    Instant now = scene.clock.instant();
    scene.deployments.update(
        scene.deployment.id(),
        d -> d.detached(Detachment.Reason.UNINSTALLED, now, now.plusSeconds(9), now));
    run(2);
    assertThat(comment(2)).contains("may not see the repository");

    scene.deployments.update(scene.deployment.id(), d -> d.attached(now, now));
    open(scene.deployment, 3, HEAD);
    scene.deployments.delete(scene.deployments.get(scene.deployment.id()).orElseThrow());
    run(3);
    assertThat(comment(3)).contains("its server was deleted");
    assertThat(scene.deployments.get(id(3))).isEmpty();
  }

  @Test
  void monorepo_previewsOnlyWhatThePullRequestChanges() {
    Deployment docs =
        scene.deployments.ensure(
            new WorkspaceId("acme"),
            new ServerName("docs"),
            scene.deployment.repository(),
            "main",
            "docs-server");
    scene.host.pull(7, new PullRequest(true, false, false, HEAD), "weather/index.js", "README.md");
    scene.deployments.ensure(
        new WorkspaceId("acme"),
        new ServerName("wind"),
        scene.deployment.repository(),
        "main",
        "weather");

    open(docs, 7, HEAD);
    assertThat(scene.events.published(SourcePushed.class)).isEmpty();
    assertThat(scene.host.comments()).isEmpty();

    scene.host.pull(7, new PullRequest(true, false, false, NEXT), "docs-server/index.js");
    open(docs, 7, NEXT);
    assertThat(scene.events.published(SourcePushed.class)).hasSize(1);
  }

  @Test
  void comment_isSafeFromWhatServersSay() {
    open(scene.deployment, 7, HEAD);
    Deployment server = scene.deployments.get(id(7)).orElseThrow();
    scene.releases.fail(
        Objects.requireNonNull(server.head()).release(),
        new SigilException(
            ErrorCode.START_FAILED,
            "It said: @acme/owners see <img src=x> [me](https://evil.example) #1 GH-2\n```\n| www.evil",
            "Do *that*."));
    scene.events.publish(new ReleaseChanged(Objects.requireNonNull(server.head()).release()));
    scene.events.deliverAll();

    assertThat(comment(7))
        .contains("START_FAILED", "What to do")
        .doesNotContain(
            "@acme", " <img", " [me]", "https://evil", "www.evil", " #1", "GH-2", "\n```");
  }

  @Test
  void refusedComment_stopsNothing() {
    scene.host.refuse(Grant.COMMENTS);

    open(scene.deployment, 7, HEAD);

    assertThat(scene.events.published(SourcePushed.class)).hasSize(1);
  }

  @Test
  void longName_isCutAndTakenOnesAreLeft() {
    Deployment longest =
        scene.deployments.ensure(
            new WorkspaceId("acme"),
            new ServerName("x".repeat(63)),
            scene.deployment.repository(),
            "next",
            "");
    scene.deployments.ensure(
        new WorkspaceId("acme"),
        new ServerName("weather-pr-7"),
        scene.deployment.repository(),
        "other",
        "");

    open(longest, 123, HEAD);
    open(scene.deployment, 7, HEAD);

    String cut = name(PreviewOf.id(longest.id(), 123));
    assertThat(cut).hasSize(63).endsWith("x-pr-123");
    assertThat(name(id(7))).startsWith("weather-pr-7-").isNotEqualTo("weather-pr-7");
  }

  private String name(DeploymentId id) {
    return scene.deployments.get(id).orElseThrow().name().value();
  }

  private DeploymentId id(int number) {
    return PreviewOf.id(scene.deployment.id(), number);
  }

  private void open(Deployment parent, int number, Commit head) {
    see(parent, number, head, null);
  }

  private void see(Deployment parent, int number, Commit head, @Nullable Ending ending) {
    scene.clock.advance(Duration.ofSeconds(2));
    previews.see(parent, event(number, head, ending));
    scene.events.publish(new PreviewChanged(PreviewOf.id(parent.id(), number)));
    scene.events.deliverAll();
  }

  private PullRequestEvent event(int number, Commit head, @Nullable Ending ending) {
    return new PullRequestEvent(
        "github.com/1#" + number, number, false, head, "eve", scene.clock.instant(), ending, false);
  }

  private void run(int number) {
    scene.events.publish(new PreviewChanged(id(number)));
    scene.events.deliverAll();
  }

  private void tick(Duration later) {
    scene.clock.advance(later);
    scene.events.publish(new ReconcileTick(scene.clock.instant()));
    scene.events.deliverAll();
  }

  private String comment(int number) {
    List<Comment> found =
        scene.host.comments().stream().filter(comment -> comment.pullRequest() == number).toList();
    assertThat(found).hasSize(1);
    return found.getFirst().text();
  }
}
