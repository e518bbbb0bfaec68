package dev.sigil.functions.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.account.GithubRepositories;
import dev.sigil.core.account.Installation;
import dev.sigil.core.account.Installations;
import dev.sigil.core.account.Workspaces;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.Detachment.Reason;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.json.Json;
import dev.sigil.testkit.http.FakeHttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a workspace and its servers when the App, an account or a repository changes. */
class LifeCycleTest {
  private static final WorkspaceId ACME = new WorkspaceId("acme");
  private static final Events EVENTS = Events.ACME;
  private static final String MAIN = "refs/heads/main";
  private static final String ZERO = "0".repeat(40);

  private final Deliverer github = new Deliverer(null);
  private final Deployments deployments =
      new Deployments(github.platform.documents(), github.platform.clock());
  private int delivered;
  private int commits;
  private String head = ZERO;

  private Instant now() {
    return github.platform.clock().instant();
  }

  private FakeHttpResponse deliver(String event, ObjectNode payload) {
    github.platform.clock().advance(Duration.ofSeconds(2));
    FakeHttpResponse answer = github.deliver("d-" + delivered++, event, Json.write(payload));
    assertThat(answer.status()).as(answer.text()).isIn(200, 202);
    return answer;
  }

  private String nextCommit() {
    return String.format("%040x", 0xabcL + commits++);
  }

  private int push(Events events, String name) {
    String next = nextCommit();
    ObjectNode payload = events.push(42, name, MAIN, head, next, now(), "a");
    FakeHttpResponse answer = deliver("push", payload);
    head = next;
    return answer.json().at("/data/releases").size();
  }

  private Deployment only(WorkspaceId workspace) {
    List<Deployment> all = deployments.list(workspace, 10, null).items();
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private @Nullable Reason lost() {
    return Servers.lost(only(ACME)).orElse(null);
  }

  @BeforeEach
  void deploy() {
    github.platform.clock().advance(Duration.ofDays(1));
    deliver("installation", EVENTS.installation("created", 7, now()));
    assertThat(push(EVENTS, "weather")).isEqualTo(1);
  }

  @Test
  void uninstall_stopsReleasesAndAsksForAPauseAfterTheGrace() {
    ObjectNode late = EVENTS.push(42, "weather", MAIN, head, nextCommit(), now(), "a");
    deliver("installation", EVENTS.installation("deleted", 7, now()));

    assertThat(lost()).isEqualTo(Reason.UNINSTALLED);
    assertThat(only(ACME).dueAt()).isEqualTo(now().plus(GithubWebhookConfig.GRACE));
    FakeHttpResponse answer = deliver("push", late);
    assertThat(answer.json().at("/data/releases")).isEmpty();
    assertThat(answer.json().at("/message").asText()).contains("uninstalled");
  }

  @Test
  void reinstall_givesServersTheirSourceBack() {
    deliver("installation", EVENTS.installation("deleted", 7, now()));
    deliver("installation", EVENTS.installation("created", 8, now()));
    assertThat(lost()).isNull();
    assertThat(only(ACME).dueAt()).isNull();
    assertThat(push(EVENTS, "weather")).isEqualTo(1);
  }

  @Test
  void uninstallThatArrivesAfterTheReinstall_changesNothing() {
    ObjectNode deleted = EVENTS.installation("deleted", 7, now());
    deliver("installation", EVENTS.installation("created", 8, now()));
    deliver("installation", deleted);
    deliver("installation", deleted.deepCopy().put("again", true));
    assertThat(lost()).isNull();
  }

  @Test
  void lostReinstall_isMadeUpForByTheNextPush() {
    deliver("installation", EVENTS.installation("deleted", 7, now()));
    assertThat(push(EVENTS, "weather")).isEqualTo(1);
    assertThat(lost()).isNull();
  }

  @Test
  void suspension_isTakenBack() {
    Instant suspended = now();
    deliver("installation", EVENTS.installation("suspend", 7, suspended));
    assertThat(lost()).isEqualTo(Reason.SUSPENDED);
    assertThat(new Installations(github.platform.documents()).get(7).orElseThrow().state())
        .isEqualTo(Installation.State.SUSPENDED);

    deliver("installation", EVENTS.installation("unsuspend", 7, suspended));
    assertThat(lost()).isNull();
  }

  @Test
  void suspensionThatArrivesAfterItsEnd_changesNothing() {
    ObjectNode suspend = EVENTS.installation("suspend", 7, now());
    deliver("installation", EVENTS.installation("unsuspend", 7, now().plusSeconds(60)));
    deliver("installation", suspend);
    assertThat(lost()).isNull();
  }

  @Test
  void repositoryTakenOut_losesItsServersOnlyUntilItIsPutBack() {
    deliver("installation_repositories", EVENTS.repositories("removed", 7, 41, "other", now()));
    assertThat(lost()).isNull();
    deliver("installation_repositories", EVENTS.repositories("removed", 7, 42, "weather", now()));
    assertThat(lost()).isEqualTo(Reason.REPOSITORY_REMOVED);
    deliver("installation", EVENTS.installation("new_permissions_accepted", 7, now()));
    assertThat(lost()).as("not given back with other permissions").isNotNull();
    deliver("installation_repositories", EVENTS.repositories("added", 7, 42, "weather", now()));
    assertThat(lost()).isNull();
  }

  @Test
  void renamedRepository_keepsItsServer() {
    Deployment before = only(ACME);
    ObjectNode renamed = EVENTS.repositoryEvent("renamed", 42, "storm", now());
    renamed.putObject("changes").putObject("repository").putObject("name").put("from", "weather");
    deliver("repository", renamed);

    assertThat(only(ACME).id()).isEqualTo(before.id());
    assertThat(only(ACME).repository().name()).isEqualTo("storm");
    assertThat(push(EVENTS, "storm")).isEqualTo(1);
    assertThat(only(ACME).name()).isEqualTo(before.name());
  }

  @Test
  void renameWhoseEventIsLost_isSeenByTheNextPush() {
    Deployment before = only(ACME);
    assertThat(push(EVENTS, "storm")).isEqualTo(1);
    assertThat(only(ACME).id()).isEqualTo(before.id());
    assertThat(only(ACME).repository().name()).isEqualTo("storm");
  }

  @Test
  void nameThatARenamedRepositoryLeft_belongsToTheNextOne() {
    ObjectNode renamed = EVENTS.repositoryEvent("renamed", 42, "storm", now());
    renamed.putObject("changes").putObject("repository").putObject("name").put("from", "weather");
    deliver("repository", renamed);
    String next = nextCommit();
    deliver("push", EVENTS.push(43, "weather", MAIN, ZERO, next, now(), "a"));
    deliver("repository", renamed.deepCopy().put("again", true));

    assertThat(deployments.list(ACME, 10, null).items())
        .extracting(d -> d.repository().name())
        .containsExactlyInAnyOrder("storm", "weather");
  }

  @Test
  void renamedAccount_keepsItsWorkspace() {
    ObjectNode renamed = Json.object().put("action", "renamed").put("target_type", "Organization");
    Events umbrella = new Events(1, "Umbrella");
    renamed.set("account", umbrella.owner());
    renamed.putObject("changes").putObject("login").put("from", "Acme");
    deliver("installation_target", renamed);

    assertThat(only(ACME).source()).isEqualTo("github.com/umbrella/weather");
    assertThat(push(umbrella, "weather")).isEqualTo(1);
    Workspaces workspaces = new Workspaces(github.platform.documents(), github.platform.clock());
    assertThat(workspaces.displayName(ACME)).isEqualTo("Umbrella");

    Events successor = new Events(2, "Acme");
    deliver("push", successor.push(50, "weather", MAIN, ZERO, nextCommit(), now(), "a"));
    assertThat(deployments.list(new WorkspaceId("acme-2"), 10, null).items()).hasSize(1);
  }

  @Test
  void transfer_movesNoServerToAnotherTenant() {
    Events umbrella = new Events(2, "Umbrella");
    ObjectNode transferred = umbrella.repositoryEvent("transferred", 42, "weather", now());
    transferred
        .putObject("changes")
        .putObject("owner")
        .putObject("from")
        .set("organization", EVENTS.owner());
    deliver("repository", transferred);

    assertThat(lost()).isEqualTo(Reason.REPOSITORY_TRANSFERRED);
    assertThat(push(umbrella, "weather")).isEqualTo(1);
    Deployment theirs = only(new WorkspaceId("umbrella"));
    assertThat(theirs.id()).isNotEqualTo(only(ACME).id());
    assertThat(lost()).isEqualTo(Reason.REPOSITORY_TRANSFERRED);
  }

  @Test
  void transferWhoseEventIsLost_isSeenByTheNextPush() {
    assertThat(push(new Events(2, "Umbrella"), "weather")).isEqualTo(1);
    assertThat(lost()).isEqualTo(Reason.REPOSITORY_TRANSFERRED);
  }

  @Test
  void deletedAndArchivedRepository_areNoted() {
    deliver("repository", EVENTS.repositoryEvent("archived", 42, "weather", now()));
    assertThat(lost()).isEqualTo(Reason.REPOSITORY_ARCHIVED);
    assertThat(only(ACME).dueAt()).isNull();
    deliver("repository", EVENTS.repositoryEvent("unarchived", 42, "weather", now()));
    assertThat(lost()).isNull();

    deliver("repository", EVENTS.repositoryEvent("deleted", 42, "weather", now()));
    assertThat(lost()).isEqualTo(Reason.REPOSITORY_DELETED);
    assertThat(only(ACME).dueAt()).isNotNull();
    GithubRepositories known = new GithubRepositories(github.platform.documents());
    assertThat(known.get(42).orElseThrow().facts().deleted()).isTrue();
  }

  @Test
  void deletedBranch_leavesItsServerAndTakesItBack() {
    FakeHttpResponse answer = deliver("push", EVENTS.push(42, "weather", MAIN, head, ZERO, now()));
    assertThat(answer.json().at("/message").asText()).contains("servers stay");
    assertThat(lost()).isEqualTo(Reason.BRANCH_DELETED);
    assertThat(only(ACME).dueAt()).isNull();
    head = ZERO;
    github.platform.clock().advance(Duration.ofSeconds(2));
    assertThat(push(EVENTS, "weather")).isEqualTo(1);
    assertThat(lost()).isNull();
  }

  @Test
  void renamedDefaultBranch_isFollowed() {
    Deployment before = only(ACME);
    ObjectNode edited = EVENTS.repositoryEvent("edited", 42, "weather", now());
    edited.withObject("/repository").put("default_branch", "trunk");
    deliver("repository", edited);
    assertThat(trunk(nextCommit())).as("main is still there").contains("deployed from main");

    ObjectNode gone = EVENTS.push(42, "weather", MAIN, head, ZERO, now());
    gone.withObject("/repository").put("default_branch", "trunk");
    deliver("push", gone);
    assertThat(trunk(nextCommit())).isEqualTo("Releases: 1.");
    assertThat(only(ACME).id()).isEqualTo(before.id());
    assertThat(only(ACME).branch()).isEqualTo("trunk");
  }

  private String trunk(String commit) {
    github.platform.clock().advance(Duration.ofSeconds(2));
    ObjectNode push = EVENTS.push(42, "weather", "refs/heads/trunk", head, commit, now(), "a");
    push.withObject("/repository").put("default_branch", "trunk");
    return deliver("push", push).json().at("/message").asText();
  }

  @Test
  void latePushOfAnUninstalledApp_makesNoServer() {
    deliver("installation", EVENTS.installation("deleted", 7, now()));
    String next = nextCommit();
    deliver("push", EVENTS.push(43, "other", MAIN, ZERO, next, now(), "a"));
    assertThat(deployments.list(ACME, 10, null).items()).hasSize(1);
  }
}
