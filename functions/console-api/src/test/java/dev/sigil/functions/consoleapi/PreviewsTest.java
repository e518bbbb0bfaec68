package dev.sigil.functions.consoleapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.account.AuditEntry;
import dev.sigil.core.account.AuditLog;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.PreviewOf;
import dev.sigil.core.event.PreviewChanged;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.preview.Ending;
import dev.sigil.core.preview.Previews;
import dev.sigil.core.preview.PullRequestEvent;
import dev.sigil.core.source.Commit;
import dev.sigil.testkit.http.FakeHttpResponse;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PreviewsTest {
  private static final Commit HEAD = new Commit("a".repeat(40));
  private static final String PREVIEWS = "/api/v1/deployments/{id}/previews";
  private static final String APPROVE = PREVIEWS + "/{pullRequest}/approve";

  private final ConsoleFixture console = new ConsoleFixture();
  private final Previews previews =
      new Previews(console.platform.documents(), console.platform.clock());
  private Deployment weather;

  @BeforeEach
  void forkWaits() {
    DeploymentId id = console.deploy().deployment();
    weather = console.deployments.get(id).orElseThrow();
    previews.see(
        weather,
        new PullRequestEvent(
            "github.com/1#7",
            7,
            true,
            HEAD,
            "eve",
            console.platform.clock().instant(),
            null,
            false));
  }

  @Test
  void list_showsWhatWaits() {
    JsonNode preview = console.get("/previews").at("/items/0");

    assertThat(preview.path("pullRequest").asInt()).isEqualTo(7);
    assertThat(preview.path("state").asText()).isEqualTo("waiting");
    assertThat(preview.path("commit").asText()).isEqualTo(HEAD.id());
  }

  @Test
  void approval_ofTheNewestCommit_isCarriedOutAndRemembered() {
    assertThat(approve("b".repeat(40)).status()).isEqualTo(409);
    assertThat(previews.get(id()).orElseThrow().allowed()).isFalse();

    assertThat(console.data(approve(HEAD.id())).path("state").asText()).isEqualTo("active");

    assertThat(previews.get(id()).orElseThrow().allowed()).isTrue();
    assertThat(console.platform.events().published(PreviewChanged.class))
        .containsExactly(new PreviewChanged(id()));
    assertThat(
            new AuditLog(console.platform.documents(), console.platform.clock(), new Random(1))
                .list(weather.workspace(), 10, null)
                .items())
        .extracting(AuditEntry::action)
        .contains("preview.approve");
  }

  @Test
  void switchedOff_tellsThoseThereAre() {
    String path = PREVIEWS.replace("{id}", "weather");
    FakeHttpResponse answer = console.send("put", PREVIEWS, path, "{\"state\":\"off\"}");

    assertThat(console.data(answer).path("previews").asBoolean()).isFalse();
    assertThat(console.deployments.get(weather.id()).orElseThrow().previews()).isFalse();
    assertThat(console.platform.events().published(PreviewChanged.class)).hasSize(1);
  }

  @Test
  void preview_hasNoSecretsOfItsOwn() {
    Deployment preview = console.deployments.preview(weather, new PreviewOf(weather.id(), 7, true));
    String template = "/api/v1/deployments/{id}/secrets/{name}";
    String path = "/api/v1/deployments/" + preview.id() + "/secrets/API_TOKEN";

    assertThat(console.send("put", template, path, "{\"value\":\"x\"}").status()).isEqualTo(409);
    assertThat(console.platform.secrets().list(preview.id())).isEmpty();
  }

  @Test
  void deletion_endsPreviews() {
    console.send("delete", "/api/v1/deployments/{id}", "/api/v1/deployments/weather", null);

    assertThat(previews.get(id()).orElseThrow().ending()).isEqualTo(Ending.PARENT_DELETED);
    assertThat(console.platform.events().published(PreviewChanged.class)).hasSize(1);
  }

  private DeploymentId id() {
    return PreviewOf.id(weather.id(), 7);
  }

  private FakeHttpResponse approve(String commit) {
    String path = APPROVE.replace("{id}", "weather").replace("{pullRequest}", "7");
    return console.send("post", APPROVE, path, "{\"commit\":\"" + commit + "\"}");
  }
}
