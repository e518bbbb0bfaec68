package dev.sigil.testkit.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sigil.core.SigilException;
import dev.sigil.core.account.Person;
import dev.sigil.core.account.PersonId;
import dev.sigil.core.account.RandomToken;
import dev.sigil.core.account.Session;
import dev.sigil.core.account.Sessions;
import dev.sigil.core.account.Sessions.Visit;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.testkit.store.MemoryDocumentStore;
import dev.sigil.testkit.time.MutableClock;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private static final Person ADA = person(1, "ada");
  private static final Person BOB = person(2, "bob");
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final MutableClock clock = new MutableClock();
  private final MemoryDocumentStore store = new MemoryDocumentStore();
  private final Sessions sessions = new Sessions(store, clock, new Random(1));

  private static Person person(int number, String login) {
    PersonId id = new PersonId("github.com~" + number);
    return new Person(id, login, null, new WorkspaceId(login));
  }

  private static RandomToken fresh(Visit visit) {
    return Objects.requireNonNull(visit.fresh());
  }

  @Test
  void startedSession_isFoundByItsTokenUntilItIdles() {
    Visit started = sessions.start(ADA, "Firefox");
    String id = started.session().id();

    Visit visit = sessions.visit(id, fresh(started)).orElseThrow();
    assertThat(visit.session().person()).isEqualTo(ADA);
    assertThat(visit.fresh()).isNull();
    assertThat(sessions.list(ADA.id())).hasSize(1);
    clock.advance(Session.IDLE);
    assertThat(sessions.visit(id, fresh(started))).isEmpty();
    assertThat(sessions.list(ADA.id())).isEmpty();
  }

  @Test
  void busySession_endsAtTheEndOfItsLife() {
    Visit visit = sessions.start(ADA, "");
    String id = visit.session().id();
    RandomToken token = fresh(visit);
    for (int day = 1; day < Session.LIFE.toDays(); day++) {
      clock.advance(Duration.ofDays(1));
      token = fresh(sessions.visit(id, token).orElseThrow());
    }
    clock.advance(Duration.ofDays(1));
    assertThat(sessions.visit(id, token)).isEmpty();
  }

  @Test
  void agedToken_isReplacedAndOverlapsForParallelRequests() {
    Visit started = sessions.start(ADA, "");
    String id = started.session().id();
    clock.advance(Session.ROTATE_AFTER);

    RandomToken next = fresh(sessions.visit(id, fresh(started)).orElseThrow());
    clock.advance(Session.OVERLAP.minus(SECOND));
    assertThat(sessions.visit(id, fresh(started)).orElseThrow().fresh()).isNull();
    assertThat(sessions.visit(id, next).orElseThrow().fresh()).isNull();
  }

  @Test
  void replacedToken_endsTheSessionWhenItComesAfterTheOverlap() {
    Visit started = sessions.start(ADA, "");
    String id = started.session().id();
    clock.advance(Session.ROTATE_AFTER);
    RandomToken next = fresh(sessions.visit(id, fresh(started)).orElseThrow());
    clock.advance(Session.OVERLAP);

    assertThat(sessions.visit(id, fresh(started))).isEmpty();
    assertThat(sessions.visit(id, next)).isEmpty();
  }

  @Test
  void tokens_areNotStored() {
    Visit started = sessions.start(ADA, "");
    String stored = store.get("sessions", started.session().id()).orElseThrow().body().toString();
    assertThat(stored).contains(fresh(started).hash()).doesNotContain(fresh(started).value());
    assertThat(fresh(started)).hasToString("…");
  }

  @Test
  void sessions_areEndedByTheirOwnerOnly() {
    Visit first = sessions.start(ADA, "one");
    Visit second = sessions.start(ADA, "two");
    assertThatThrownBy(() -> sessions.end(BOB.id(), first.session().id()))
        .isInstanceOf(SigilException.class);

    sessions.end(ADA.id(), first.session().id());
    assertThat(sessions.visit(first.session().id(), fresh(first))).isEmpty();
    assertThat(sessions.visit(second.session().id(), fresh(second))).isPresent();
    assertThat(sessions.endAll(BOB.id())).isZero();
    assertThat(sessions.endAll(ADA.id())).isEqualTo(1);
    assertThat(sessions.visit(second.session().id(), fresh(second))).isEmpty();
  }

  @Test
  void oneTooMany_endsTheOldest() {
    Visit oldest = sessions.start(ADA, "");
    for (int i = 0; i < 20; i++) {
      clock.advance(SECOND);
      sessions.start(ADA, "");
    }
    assertThat(sessions.list(ADA.id())).hasSize(20);
    assertThat(sessions.visit(oldest.session().id(), fresh(oldest))).isEmpty();
  }
}
