package dev.sigil.functions.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.Push;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.deploy.ServerName;
import dev.sigil.core.deploy.Trigger;
import dev.sigil.core.event.ReleaseChanged;
import dev.sigil.core.event.SourcePushed;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.Repository;
import dev.sigil.testkit.http.FakeHttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CheckEventsTest {
  private static final String WEATHER = "https://github.com/acme/weather.git";

  private final Deliverer github = new Deliverer(null);
  private final Deployments deployments =
      new Deployments(github.platform.documents(), github.platform.clock());
  private final Releases releases =
      new Releases(github.platform.documents(), github.platform.clock());
  private final Deployment weather =
      deployments.ensure(
          new WorkspaceId("acme"), new ServerName("weather"), new Repository(WEATHER), "main", "");

  @Test
  void failedRelease_isBegunAgainByItsCheck() {
    Release failed = pushed('1', 100);
    releases.end(failed.id(), ReleaseState.CANCELLED, null, open -> open);

    Release again = released(run("d-1", failed, "rerequested", WEATHER));

    assertThat(again.id()).isNotEqualTo(failed.id());
    assertThat(again.push().after()).isEqualTo(failed.push().after());
    assertThat(again.state()).isEqualTo(ReleaseState.QUEUED);
    assertThat(github.platform.events().published(SourcePushed.class))
        .contains(new SourcePushed(again.id()));
  }

  @Test
  void delivery_thatComesTwice_beginsOneRelease() {
    Release failed = pushed('1', 100);

    Release first = released(run("d-1", failed, "rerequested", WEATHER));
    Release second = released(run("d-1", failed, "rerequested", WEATHER));

    assertThat(second).isEqualTo(first);
  }

  @Test
  void commit_thatIsNoHeadAnyMore_saysSoInItsCheck() {
    Release old = pushed('1', 100);
    Release head = pushed('2', 200);

    Release again = released(run("d-1", old, "rerequested", WEATHER));

    assertThat(again.state()).isEqualTo(ReleaseState.SUPERSEDED);
    assertThat(github.platform.events().published(ReleaseChanged.class))
        .contains(new ReleaseChanged(again.id()));
    assertThat(deployments.get(weather.id()).orElseThrow().isHead(head.id())).isTrue();
  }

  @Test
  void button_doesAsRerunDoes() {
    Release failed = pushed('1', 100);

    assertThat(released(run("d-1", failed, "requested_action", WEATHER)).state())
        .isEqualTo(ReleaseState.QUEUED);
  }

  @Test
  void check_ofAnotherRepository_beginsNothing() {
    Release failed = pushed('1', 100);

    FakeHttpResponse answer =
        run("d-1", failed, "rerequested", "https://github.com/mallory/weather.git");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().at("/data/releases")).isEmpty();
  }

  @Test
  void check_thatOnlyTellsOfItself_isIgnored() {
    Release failed = pushed('1', 100);

    assertThat(run("d-1", failed, "completed", WEATHER).json().at("/data/outcome").asText())
        .isEqualTo("ignored");
  }

  @Test
  void suite_releasesEveryServerOfTheBranchAgain() {
    pushed('1', 100);
    deployments.ensure(
        new WorkspaceId("acme"), new ServerName("docs"), new Repository(WEATHER), "main", "docs");

    FakeHttpResponse answer = suite("d-1", '1');

    assertThat(released(answer).state()).isEqualTo(ReleaseState.QUEUED);
    assertThat(answer.json().at("/data/releases")).hasSize(1);
  }

  @Test
  void suite_ofAnOldCommit_saysSo() {
    pushed('1', 100);
    pushed('2', 200);

    assertThat(released(suite("d-1", '1')).state()).isEqualTo(ReleaseState.SUPERSEDED);
  }

  private Release pushed(char digit, long at) {
    Push push =
        new Push(
            Commit.NONE,
            new Commit(String.valueOf(digit).repeat(40)),
            Instant.ofEpochSecond(at),
            null,
            null);
    return releases.begin(weather.id(), Trigger.PUSH, "push-" + digit, push, null);
  }

  private FakeHttpResponse run(String id, Release release, String action, String repository) {
    return github.deliver(
        id,
        "check_run",
        """
        {"action":"%s","check_run":{"external_id":"%s"},"repository":{"clone_url":"%s"}}"""
            .formatted(action, release.id(), repository));
  }

  private FakeHttpResponse suite(String id, char digit) {
    return github.deliver(
        id,
        "check_suite",
        """
        {"action":"rerequested","check_suite":{"head_branch":"main","head_sha":"%s"},
        "repository":{"clone_url":"%s"}}"""
            .formatted(String.valueOf(digit).repeat(40), WEATHER));
  }

  private Release released(FakeHttpResponse answer) {
    return releases.get(new ReleaseId(answer.json().at("/data/releases/0").asText())).orElseThrow();
  }
}
