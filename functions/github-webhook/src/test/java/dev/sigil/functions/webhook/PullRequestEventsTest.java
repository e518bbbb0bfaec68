package dev.sigil.functions.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.Detachment;
import dev.sigil.core.deploy.PreviewOf;
import dev.sigil.core.deploy.ServerName;
import dev.sigil.core.event.PreviewChanged;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.json.Json;
import dev.sigil.core.preview.Ending;
import dev.sigil.core.preview.Preview;
import dev.sigil.core.preview.Previews;
import dev.sigil.core.source.Repository;
import dev.sigil.testkit.http.FakeHttpResponse;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PullRequestEventsTest {
  private static final String WEATHER = "https://github.com/acme/weather.git";
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final Deliverer github = new Deliverer(null);
  private final Deployments deployments =
      new Deployments(github.platform.documents(), github.platform.clock());
  private final Previews previews =
      new Previews(github.platform.documents(), github.platform.clock());
  private final Deployment weather =
      deployments.ensure(
          new WorkspaceId("acme"), new ServerName("weather"), new Repository(WEATHER), "main", "");
  private int deliveries;

  @Test
  void opened_isNotedAndTold() {
    deliver("opened", 'a', 0);

    assertThat(preview().fork()).isFalse();
    assertThat(github.platform.events().published(PreviewChanged.class))
        .containsExactly(new PreviewChanged(preview().id()));
  }

  @Test
  void fork_alsoOneThatIsGone_isAStrangers() {
    deliver(payload("opened", 'a', 0, 2));
    assertThat(preview().fork()).isTrue();
    assertThat(preview().allowed()).isFalse();

    ObjectNode gone = payload("opened", 'a', 0, 1).put("number", 8);
    gone.withObject("/pull_request").put("number", 8).withObject("/head").putNull("repo");
    deliver(gone);
    assertThat(previews.get(PreviewOf.id(weather.id(), 8)).orElseThrow().fork()).isTrue();
  }

  @Test
  void commit_ofAnotherRepositoryThanBefore_startsNothing() {
    deliver("opened", 'a', 0);

    deliver(payload("synchronize", 'b', 5, 2));

    assertThat(preview().head().id()).startsWith("a");
    assertThat(preview().fork()).isFalse();
  }

  @Test
  void draft_waitsUntilItIsReady() {
    ObjectNode draft = payload("opened", 'a', 0, 1);
    draft.withObject("/pull_request").put("draft", true);
    deliver(draft);
    assertThat(preview().ending()).isEqualTo(Ending.DRAFT);
    assertThat(github.platform.events().published(PreviewChanged.class)).isEmpty();

    deliver("ready_for_review", 'a', 1);
    assertThat(preview().ending()).isNull();
  }

  @Test
  void lateEvents_afterTheClosing_startNothing() {
    deliver("opened", 'a', 0);
    deliver("closed", 'a', 10);

    deliver("synchronize", 'b', 5);
    deliver("synchronize", 'b', 10);

    assertThat(preview().ending()).isEqualTo(Ending.CLOSED);
    deliver("reopened", 'b', 10);
    assertThat(preview().ending()).isNull();
  }

  @Test
  void closing_thatArrivesFirst_isRemembered() {
    deliver("closed", 'a', 10);
    deliver("opened", 'a', 0);

    assertThat(preview().ending()).isEqualTo(Ending.CLOSED);
    assertThat(github.platform.events().published(PreviewChanged.class)).isEmpty();
  }

  @Test
  void otherBranch_orNoPreviewsWanted_changesNothing() {
    ObjectNode other = payload("opened", 'a', 0, 1);
    other.withObject("/pull_request/base").put("ref", "next");
    deliver(other);
    deployments.update(weather.id(), d -> d.withPreviews(false, NOON));
    deliver("opened", 'a', 0);

    assertThat(previews.get(PreviewOf.id(weather.id(), 7))).isEmpty();
  }

  @Test
  void retargeting_endsThePreview() {
    deliver("opened", 'a', 0);
    ObjectNode edited = payload("edited", 'a', 5, 1);
    edited.withObject("/pull_request/base").put("ref", "next");
    edited.withObject("/changes/base/ref").put("from", "main");

    deliver(edited);

    assertThat(preview().ending()).isEqualTo(Ending.RETARGETED);
  }

  @Test
  void uninstalling_endsPreviews() {
    deliver("opened", 'a', 0);
    deployments.preview(weather, preview().origin());
    Servers servers =
        new Servers(
            deployments,
            previews,
            github.platform.events(),
            github.platform.clock(),
            GithubWebhookConfig.GRACE);

    servers.detach(servers.ofRepository(weather.repository()), Detachment.Reason.UNINSTALLED, NOON);

    assertThat(preview().ending()).isEqualTo(Ending.SOURCE_LOST);
  }

  @Test
  void push_toABranchNamedLikeAPreview_isNotThePreviews() {
    deliver("opened", 'a', 0);
    Deployment server = deployments.preview(weather, preview().origin());

    assertThat(deployments.ofSource(weather.repository(), server.branch())).isEmpty();
  }

  @Test
  void button_isNotedForTheVeryCommit_only() {
    deliver(payload("opened", 'a', 0, 2));

    press('b');
    assertThat(preview().approval()).isNull();
    press('a');

    assertThat(preview().approval())
        .satisfies(asked -> assertThat(asked.by()).isEqualTo("@mo"))
        .satisfies(asked -> assertThat(asked.verified()).isFalse());
    assertThat(preview().allowed()).as("before the person was asked for").isFalse();
  }

  private void press(char commit) {
    ObjectNode payload = Json.object().put("action", "requested_action");
    payload
        .putObject("check_run")
        .put("external_id", Preview.KEY + preview().id())
        .put("head_sha", String.valueOf(commit).repeat(40));
    payload.putObject("requested_action").put("identifier", Preview.APPROVE);
    payload.putObject("sender").put("login", "mo");
    payload.putObject("repository").put("clone_url", WEATHER);
    send("check_run", payload);
  }

  private Preview preview() {
    Optional<Preview> found = previews.get(PreviewOf.id(weather.id(), 7));
    return found.orElseThrow();
  }

  private void deliver(String action, char commit, int second) {
    deliver(payload(action, commit, second, 1));
  }

  private void deliver(ObjectNode payload) {
    send("pull_request", payload);
  }

  private void send(String event, ObjectNode payload) {
    String body = Json.write(payload.put("delivery", ++deliveries));
    FakeHttpResponse answer = github.deliver("d-" + deliveries, event, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
  }

  private static ObjectNode payload(String action, char commit, int second, int headRepository) {
    ObjectNode payload = Json.object().put("action", action).put("number", 7);
    ObjectNode pull = payload.putObject("pull_request").put("number", 7);
    pull.put("state", action.equals("closed") ? "closed" : "open").put("draft", false);
    pull.put("merged", false).put("updated_at", NOON.plusSeconds(second).toString());
    pull.putObject("user").put("login", "eve");
    pull.putObject("head")
        .put("sha", String.valueOf(commit).repeat(40))
        .putObject("repo")
        .put("id", headRepository);
    pull.putObject("base").put("ref", "main").putObject("repo").put("id", 1);
    payload
        .putObject("repository")
        .put("name", "weather")
        .put("clone_url", WEATHER)
        .putObject("owner")
        .put("login", "acme");
    return payload;
  }
}
