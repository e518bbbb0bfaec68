package dev.sigil.core.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.deploy.Deployment.State;
import dev.sigil.core.deploy.Detachment.Reason;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.json.Json;
import dev.sigil.core.source.Repository;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DetachmentTest {
  private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant DUE = T.plus(Duration.ofDays(14));
  private static final Deployment ATTACHED =
      Deployment.create(
          new WorkspaceId("acme"),
          new ServerName("weather"),
          new Repository("https://github.com/Acme/Weather.git"),
          "main",
          "",
          T);
  private static final Deployment LOST = ATTACHED.detached(Reason.UNINSTALLED, T, DUE, T);

  @Test
  void lostSource_isServedUntilItIsDue() {
    assertThat(LOST.state()).isEqualTo(State.ACTIVE);
    assertThat(LOST.dueAt()).isEqualTo(DUE);

    Deployment paused = LOST.due(DUE);
    assertThat(paused.state()).isEqualTo(State.PAUSED);
    assertThat(paused.settled(DUE).dueAt()).isNull();
  }

  @Test
  void sourceThatIsBack_resumesWhatItsLossPaused() {
    Instant back = DUE.plusSeconds(60);
    Deployment paused = LOST.due(DUE).settled(DUE);
    Deployment resumed = paused.attached(back, back);
    assertThat(resumed.state()).isEqualTo(State.ACTIVE);
    assertThat(resumed.dueAt()).isEqualTo(back);
    assertThat(resumed.standing().detached()).isNull();

    Deployment intime = LOST.attached(T.plusSeconds(9), back);
    assertThat(intime.standing()).isEqualTo(ATTACHED.standing());
  }

  @Test
  void pauseOfAPerson_isNotUndone() {
    Deployment own = ATTACHED.withState(State.PAUSED, T).detached(Reason.SUSPENDED, T, DUE, T);
    assertThat(own.due(DUE)).isEqualTo(own);
    assertThat(own.attached(DUE, DUE).state()).isEqualTo(State.PAUSED);

    Deployment taken = LOST.due(DUE).withState(State.PAUSED, DUE);
    assertThat(taken.attached(DUE, DUE).state()).isEqualTo(State.PAUSED);
  }

  @Test
  void serverThatAPersonResumed_isNotPausedAgain() {
    Deployment resumed = LOST.due(DUE).settled(DUE).withState(State.ACTIVE, DUE);
    assertThat(resumed.dueAt()).isNull();
    assertThat(resumed.state()).isEqualTo(State.ACTIVE);
  }

  @Test
  void eventsInAnyOrder_giveTheSame() {
    Deployment late = LOST.attached(T.minusSeconds(1), T);
    assertThat(late).isEqualTo(LOST);
    assertThat(LOST.detached(Reason.UNINSTALLED, T, DUE.plusSeconds(9), DUE)).isEqualTo(LOST);

    Deployment again = LOST.detached(Reason.SUSPENDED, T.plusSeconds(9), DUE.plusSeconds(9), T);
    assertThat(again.dueAt()).as("the grace does not begin anew").isEqualTo(DUE);
  }

  @Test
  void archivedRepositoryAndDeletedBranch_pauseNothing() {
    Deployment noted = ATTACHED.detached(Reason.BRANCH_DELETED, T, DUE, T);
    assertThat(noted.dueAt()).isNull();
    assertThat(LOST.detached(Reason.REPOSITORY_ARCHIVED, T.plusSeconds(9), DUE, T)).isEqualTo(LOST);
    assertThat(noted.detached(Reason.UNINSTALLED, T, DUE, T).dueAt()).isEqualTo(DUE);
  }

  @Test
  void storedForm_holdsWhatIndexesName() {
    assertThat(Json.tree(LOST).path("source").asText()).isEqualTo("github.com/acme/weather");
    assertThat(Json.tree(LOST).path("dueAt").asText()).isEqualTo(Json.text(DUE));
    assertThat(Json.tree(ATTACHED).has("dueAt")).isFalse();
    assertThat(Json.convert(Json.tree(LOST), Deployment.class)).isEqualTo(LOST);
  }
}
