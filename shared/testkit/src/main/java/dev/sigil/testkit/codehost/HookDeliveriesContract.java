package dev.sigil.testkit.codehost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sigil.core.SigilException;
import dev.sigil.core.codehost.HookDeliveries;
import dev.sigil.core.codehost.HookDeliveries.Attempt;
import dev.sigil.core.store.Page;
import dev.sigil.testkit.github.FakeHookDeliveries;
import dev.sigil.testkit.time.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every host tells of its deliveries. */
public abstract class HookDeliveriesContract {
  /** Whole seconds, which is all that some hosts tell. */
  protected final MutableClock clock = new MutableClock(Instant.parse("2026-03-01T12:00:00Z"));

  /** The host's side: what it delivers is answered with {@link #status}. */
  protected final FakeHookDeliveries host = new FakeHookDeliveries(clock, 100, id -> status());

  private int status = 202;

  /** What the host tells. */
  protected abstract HookDeliveries deliveries();

  private int status() {
    return status;
  }

  private List<Attempt> all() {
    List<Attempt> all = new ArrayList<>();
    @Nullable String cursor = null;
    do {
      Page<Attempt> page = deliveries().list(cursor);
      all.addAll(page.items());
      cursor = page.nextCursor();
    } while (cursor != null);
    return all;
  }

  @Test
  void nothingDelivered_isAnEmptyList() {
    assertThat(all()).isEmpty();
  }

  @Test
  void attempts_areToldOnceEachTheNewestFirst() {
    for (int i = 0; i < 250; i++) {
      status = i % 5 == 0 ? 503 : 202;
      host.deliver("d-" + i);
      clock.advance(Duration.ofSeconds(1));
    }

    assertThat(all()).hasSize(250).isEqualTo(host.attempts());
    assertThat(all()).filteredOn(Attempt::missed).hasSize(50);
  }

  @Test
  void attempt_madeBetweenTwoPages_movesNothing() {
    for (int i = 0; i < 150; i++) {
      host.deliver("d-" + i);
    }
    Page<Attempt> first = deliveries().list(null);

    host.deliver("late");

    Page<Attempt> second = deliveries().list(first.nextCursor());
    assertThat(second.items().getFirst().id()).isEqualTo(first.items().getLast().id() - 1);
  }

  @Test
  void redelivery_isAnotherAttemptOfTheSameDelivery() {
    status = 0;
    host.deliver("d");
    assertThat(all()).singleElement().matches(Attempt::missed);
    status = 202;
    clock.advance(Duration.ofMinutes(1));

    deliveries().redeliver(all().getFirst().id());
    host.settle();

    assertThat(all()).extracting(Attempt::delivery).containsExactly("d", "d");
    assertThat(all().getFirst()).matches(attempt -> !attempt.missed());
    assertThat(all().getFirst().at()).isEqualTo(clock.instant());
  }

  @Test
  void redelivery_ofWhatWasNeverDelivered_isRefused() {
    assertThatExceptionOfType(SigilException.class).isThrownBy(() -> deliveries().redeliver(99));
    assertThat(all()).isEmpty();
  }
}
