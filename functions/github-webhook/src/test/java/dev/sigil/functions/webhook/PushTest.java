package dev.sigil.functions.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.deploy.ServerName;
import dev.sigil.core.event.SourcePushed;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.Repository;
import dev.sigil.testkit.http.FakeHttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PushTest {
  private static final WorkspaceId ACME = new WorkspaceId("acme");
  private static final Repository WEATHER = new Repository("https://github.com/acme/weather.git");
  private static final String ZERO = "0".repeat(40);
  private static final String ONE = "1".repeat(40);
  private static final String TWO = "2".repeat(40);

  private final Deliverer github = new Deliverer(null);
  private final Deployments deployments =
      new Deployments(github.platform.documents(), github.platform.clock());
  private final Releases releases =
      new Releases(github.platform.documents(), github.platform.clock());

  private static String push(String ref, String before, String after, long at) {
    return """
        {"ref":"%s","before":"%s","after":"%s","repository":{"name":"weather",
        "clone_url":"https://github.com/acme/weather.git","default_branch":"main",
        "pushed_at":%d,"owner":{"login":"Acme"}},
        "head_commit":{"message":"Change","author":{"name":"Ada"}}}"""
        .formatted(ref, before, after, at);
  }

  private static String main(String before, String after, long at) {
    return push("refs/heads/main", before, after, at);
  }

  private List<SourcePushed> published() {
    return github.platform.events().published(SourcePushed.class);
  }

  private Deployment only() {
    List<Deployment> all = deployments.list(ACME, 10, null).items();
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private static ReleaseId released(FakeHttpResponse answer) {
    return new ReleaseId(answer.json().at("/data/releases/0").asText());
  }

  @Test
  void firstPushToTheDefaultBranch_deploysTheRepository() {
    FakeHttpResponse answer = github.deliver("d-1", "push", main(ZERO, ONE, 1_700_000_000));

    assertThat(answer.status()).isEqualTo(202);
    Deployment deployment = only();
    assertThat(deployment.name()).isEqualTo(new ServerName("weather"));
    assertThat(deployment.repository()).isEqualTo(WEATHER);
    Release release = releases.get(released(answer)).orElseThrow();
    assertThat(release.push().after()).isEqualTo(new Commit(ONE));
    assertThat(release.push().at()).isEqualTo(Instant.ofEpochSecond(1_700_000_000));
    assertThat(release.push().message()).isEqualTo("Change");
    assertThat(release.push().author()).isEqualTo("Ada");
    assertThat(published()).containsExactly(new SourcePushed(release.id()));
  }

  @Test
  void pushToAnotherBranch_isAcceptedAndDeploysNothing() {
    FakeHttpResponse answer =
        github.deliver("d-1", "push", push("refs/heads/topic", ZERO, ONE, 1_700_000_000));
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().at("/data/releases")).isEmpty();
    assertThat(deployments.list(ACME, 10, null).items()).isEmpty();
  }

  @Test
  void tagAndDeletedBranch_deployNothing() {
    github.deliver("d-1", "push", push("refs/tags/v1", ZERO, ONE, 1_700_000_000));
    github.deliver("d-2", "push", main(ONE, ZERO, 1_700_000_001));
    assertThat(deployments.list(ACME, 10, null).items()).isEmpty();
    assertThat(published()).isEmpty();
  }

  @Test
  void skipInTheHeadCommitsMessage_deploysNothing() {
    for (String message :
        List.of("[skip sigil] Typo", "Typo\\n\\n" + "x".repeat(600) + "[Skip Sigil]")) {
      String payload = main(ZERO, ONE, 1_700_000_000).replace("\"Change\"", "\"" + message + "\"");
      FakeHttpResponse answer = github.deliver("d-" + message.length(), "push", payload);
      assertThat(answer.status()).isEqualTo(202);
      assertThat(answer.json().at("/message").asText()).startsWith("Noted; it releases nothing.");
    }
    assertThat(deployments.list(ACME, 10, null).items()).isEmpty();
    assertThat(published()).isEmpty();
  }

  @Test
  void everyDeploymentOfTheBranch_getsARelease() {
    deployments.ensure(ACME, new ServerName("a"), WEATHER, "topic", "a");
    deployments.ensure(ACME, new ServerName("b"), WEATHER, "topic", "b");
    WorkspaceId stranger = new WorkspaceId("stranger");
    deployments.ensure(stranger, new ServerName("a"), WEATHER, "topic", "a");

    github.deliver("d-1", "push", push("refs/heads/topic", ZERO, ONE, 1_700_000_000));

    assertThat(published()).hasSize(2);
    assertThat(deployments.list(stranger, 10, null).items().getFirst().head()).isNull();
  }

  @Test
  void deploymentOfTheAddressWithoutGit_isTheSameRepository() {
    Repository page = new Repository("https://github.com/acme/weather");
    Deployment made = deployments.ensure(ACME, new ServerName("weather"), page, "main", "");
    github.deliver("d-1", "push", main(ZERO, ONE, 1_700_000_000));
    assertThat(only().id()).isEqualTo(made.id());
    assertThat(published()).hasSize(1);
  }

  @Test
  void deletingDeployment_getsNoRelease() {
    github.deliver("d-1", "push", main(ZERO, ONE, 1_700_000_000));
    Instant now = github.platform.clock().instant();
    deployments.update(only().id(), d -> d.withState(Deployment.State.DELETING, now));
    assertThat(github.deliver("d-2", "push", main(ONE, TWO, 1_700_000_001)).status())
        .isEqualTo(202);
    assertThat(published()).hasSize(1);
  }

  @Test
  void redelivery_publishesTheOpenReleaseAgainAndChangesNothing() {
    FakeHttpResponse first = github.deliver("d-1", "push", main(ZERO, ONE, 1_700_000_000));
    FakeHttpResponse again = github.deliver("d-1", "push", main(ZERO, ONE, 1_700_000_000));

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().at("/data/outcome").asText()).isEqualTo("duplicate");
    assertThat(published())
        .containsExactly(new SourcePushed(released(first)), new SourcePushed(released(first)));
    assertThat(only().releases()).isEqualTo(1);
  }

  @Test
  void redeliveryOfAnEndedRelease_publishesNothing() {
    ReleaseId release = released(github.deliver("d-1", "push", main(ZERO, ONE, 1_700_000_000)));
    releases.end(release, ReleaseState.CANCELLED, null, r -> r);
    github.deliver("d-1", "push", main(ZERO, ONE, 1_700_000_000));
    assertThat(published()).hasSize(1);
  }

  @Test
  void redeliveryAfterDeletion_doesNotBringTheServerBack() {
    github.deliver("d-1", "push", main(ZERO, ONE, 1_700_000_000));
    deployments.delete(only());
    github.deliver("d-1", "push", main(ZERO, ONE, 1_700_000_000));
    assertThat(deployments.list(ACME, 10, null).items()).isEmpty();
  }

  @Test
  void replayUnderAnotherId_isRefused() {
    github.deliver("d-1", "push", main(ZERO, ONE, 1_700_000_000));
    assertThat(github.deliver("d-2", "push", main(ZERO, ONE, 1_700_000_000)).status())
        .isEqualTo(409);
    assertThat(github.deliver("d-1", "push", main(ONE, TWO, 1_700_000_001)).status())
        .isEqualTo(409);
    assertThat(only().releases()).isEqualTo(1);
  }

  @Test
  void pushesOutOfOrder_leaveTheNewestAsHead() {
    ReleaseId newer = released(github.deliver("d-2", "push", main(ONE, TWO, 1_700_000_009)));
    ReleaseId older = released(github.deliver("d-1", "push", main(ZERO, ONE, 1_700_000_000)));
    assertThat(only().isHead(newer)).isTrue();
    assertThat(releases.get(older).orElseThrow().state()).isEqualTo(ReleaseState.SUPERSEDED);
  }

  @Test
  void repositoriesOfOneName_getTwoServersInOneWorkspace() {
    Deliverer single = new Deliverer("local");
    String other = main(ZERO, ONE, 1_700_000_000).replace("acme/", "umbrella/");
    single.deliver("d-1", "push", main(ZERO, ONE, 1_700_000_000));
    single.deliver("d-2", "push", other.replace("\"Acme\"", "\"Umbrella\""));
    Deployments local = new Deployments(single.platform.documents(), single.platform.clock());
    assertThat(local.list(new WorkspaceId("local"), 10, null).items())
        .extracting(deployment -> deployment.name().value())
        .containsExactlyInAnyOrder("weather", "umbrella-weather");
  }

  @Test
  void branchNamesThatReachAShell_areRefused() {
    for (String name : List.of("--upload-pack=id", "a..b", "x y", "../x", "a:b")) {
      String payload = push("refs/heads/" + name, ZERO, ONE, 1_700_000_000);
      assertThat(github.deliver("d-" + name.hashCode(), "push", payload).status())
          .as(name)
          .isEqualTo(400);
    }
    assertThat(published()).isEmpty();
  }
}
