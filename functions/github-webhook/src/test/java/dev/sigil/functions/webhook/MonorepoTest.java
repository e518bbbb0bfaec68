package dev.sigil.functions.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.deploy.DeployRule;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.deploy.ServerName;
import dev.sigil.core.deploy.Trigger;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.json.Json;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.Repository;
import dev.sigil.testkit.http.FakeHttpResponse;
import dev.sigil.testkit.source.MemorySourceTree;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Several servers of one repository, and what deploys each. */
class MonorepoTest {
  private static final WorkspaceId ACME = new WorkspaceId("acme");
  private static final Repository TOOLS = new Repository("https://github.com/Acme/tools.git");
  private static final String MAIN = "refs/heads/main";
  private static final String ONE = "1".repeat(40);
  private static final String TWO = "2".repeat(40);
  private static final String THREE = "3".repeat(40);

  private final Deliverer github = new Deliverer(null);
  private final Deployments deployments =
      new Deployments(github.platform.documents(), github.platform.clock());
  private final Releases releases =
      new Releases(github.platform.documents(), github.platform.clock());
  private final Deployment mail = server("mail", "servers/mail");
  private final Deployment news = server("news", "servers/news");
  private int delivered;

  private Deployment server(String name, String folder) {
    return deployments.ensure(ACME, new ServerName(name), TOOLS, "main", folder);
  }

  private FakeHttpResponse push(String before, String after, String... files) {
    return deliver("push", payload(MAIN, before, after, files));
  }

  private ObjectNode payload(String ref, String before, String after, String... files) {
    github.platform.clock().advance(Duration.ofSeconds(5));
    return Events.ACME.push(
        42, "tools", ref, before, after, github.platform.clock().instant(), files);
  }

  private FakeHttpResponse deliver(String event, ObjectNode payload) {
    FakeHttpResponse answer = github.deliver("d-" + delivered++, event, Json.write(payload));
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    return answer;
  }

  private List<String> released(FakeHttpResponse answer) {
    return StreamSupport.stream(answer.json().at("/data/releases").spliterator(), false)
        .map(id -> new ReleaseId(id.asText()).deployment())
        .map(id -> deployments.get(id).orElseThrow().name().value())
        .toList();
  }

  @Test
  void push_rebuildsOnlyTheServersWhoseFilesChanged() {
    assertThat(released(push(Commit.NONE.id(), ONE, "x")))
        .containsExactlyInAnyOrder("mail", "news");
    Deployment before = deployments.get(news.id()).orElseThrow();

    FakeHttpResponse answer = push(ONE, TWO, "servers/mail/index.js", "README.md");

    assertThat(released(answer)).containsExactly("mail");
    assertThat(answer.json().at("/message").asText())
        .isEqualTo("Releases: 1. Nothing of news changed.");
    Deployment after = deployments.get(news.id()).orElseThrow();
    assertThat(after.head()).isEqualTo(before.head());
    assertThat(releases.list(news.id(), 10, null).items())
        .extracting(Release::state)
        .containsExactly(ReleaseState.QUEUED);
  }

  @Test
  void filesOutsideEveryFolder_concernEveryServerUnlessTheyAreBesideThePoint() {
    push(Commit.NONE.id(), ONE, "x");
    assertThat(released(push(ONE, TWO, "package-lock.json"))).hasSize(2);
    assertThat(released(push(TWO, THREE, ".github/workflows/ci.yaml", "docs/a.html"))).isEmpty();
  }

  @Test
  void skippedPush_breaksNoChain() {
    push(Commit.NONE.id(), ONE, "x");
    push(ONE, TWO, "servers/mail/index.js");
    assertThat(released(push(TWO, THREE, "servers/mail/index.js"))).containsExactly("mail");
  }

  @Test
  void pushAfterALostOne_rebuildsWhatMayHaveChangedSince() {
    push(Commit.NONE.id(), ONE, "x");
    assertThat(released(push(TWO, THREE, "servers/mail/index.js"))).hasSize(2);
  }

  @Test
  void pushAfterALostOne_asksTheHostWhatChanged() {
    Commit one = commit(Map.of("servers/mail/a", "1", "servers/news/a", "1"));
    Commit two = commit(Map.of("servers/mail/a", "2", "servers/news/a", "1"));
    Commit three = commit(Map.of("servers/mail/a", "3", "servers/news/a", "1"));
    push(Commit.NONE.id(), one.id(), "x");
    assertThat(released(push(two.id(), three.id(), "servers/mail/a"))).containsExactly("mail");
  }

  private Commit commit(Map<String, String> files) {
    MemorySourceTree tree =
        MemorySourceTree.of(
            files.entrySet().stream()
                .collect(
                    Collectors.toMap(
                        Map.Entry::getKey, e -> e.getValue().getBytes(StandardCharsets.UTF_8))));
    return github.platform.sources().push(TOOLS, "main", tree);
  }

  @Test
  void forcedAndCappedPushes_rebuildEverything() {
    push(Commit.NONE.id(), ONE, "x");
    ObjectNode forced = payload(MAIN, ONE, TWO, "servers/mail/index.js").put("forced", true);
    assertThat(released(deliver("push", forced))).hasSize(2);

    ObjectNode capped = payload(MAIN, TWO, THREE, "servers/mail/index.js");
    for (int i = 1; i < 20; i++) {
      capped.withArray("commits").add(capped.at("/commits/0").deepCopy());
    }
    assertThat(released(deliver("push", capped))).hasSize(2);
  }

  @Test
  void tag_deploysTheServersWhoseRuleTakesIt() {
    rule(mail, new DeployRule(DeployRule.On.TAG, "mail-v*"));
    push(Commit.NONE.id(), ONE, "x");
    assertThat(deployments.get(mail.id()).orElseThrow().releases()).isZero();

    ObjectNode tag = payload("refs/tags/mail-v1.0", Commit.NONE.id(), TWO);
    tag.withObject("/head_commit").put("id", THREE);
    FakeHttpResponse answer = deliver("push", tag);
    assertThat(released(answer)).containsExactly("mail");
    Release release =
        releases.get(new ReleaseId(answer.json().at("/data/releases/0").asText())).orElseThrow();
    assertThat(release.trigger()).isEqualTo(Trigger.TAG);
    assertThat(release.push().after()).as("the commit, not the tag").isEqualTo(new Commit(THREE));
    assertThat(released(deliver("push", payload("refs/tags/v1", Commit.NONE.id(), TWO)))).isEmpty();
  }

  @Test
  void publishedRelease_deploysTheCommitOfItsTag() {
    rule(news, new DeployRule(DeployRule.On.RELEASE, "v*"));
    Commit commit = commit(Map.of("servers/news/a", "1"));
    github.platform.sources().push(TOOLS, "v1.0", MemorySourceTree.of(Map.of()));
    Commit tagged = github.platform.sources().resolve(TOOLS, "v1.0").commit();
    assertThat(tagged).isNotEqualTo(commit);

    assertThat(released(deliver("release", release("published", true)))).isEmpty();
    assertThat(released(deliver("release", release("edited", false)))).isEmpty();
    FakeHttpResponse answer = deliver("release", release("published", false));
    assertThat(released(answer)).containsExactly("news");
    Release begun =
        releases.get(new ReleaseId(answer.json().at("/data/releases/0").asText())).orElseThrow();
    assertThat(begun.push().after()).isEqualTo(tagged);
    assertThat(begun.trigger()).isEqualTo(Trigger.RELEASE);
  }

  private ObjectNode release(String action, boolean prerelease) {
    ObjectNode payload =
        Events.ACME.repositoryEvent(action, 42, "tools", github.platform.clock().instant());
    payload
        .putObject("release")
        .put("tag_name", "v1.0")
        .put("draft", false)
        .put("prerelease", prerelease)
        .put("published_at", github.platform.clock().instant().toString());
    return payload;
  }

  private void rule(Deployment server, DeployRule rule) {
    deployments.update(server.id(), d -> d.withRule(rule, github.platform.clock().instant()));
  }
}
