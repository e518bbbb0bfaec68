package dev.sigil.functions.deploycompletion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.TransientException;
import dev.sigil.core.codehost.HookDeliveries;
import dev.sigil.core.store.Page;
import dev.sigil.testkit.github.FakeHookDeliveries;
import dev.sigil.testkit.store.MemoryDocumentStore;
import dev.sigil.testkit.time.MutableClock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MissedDeliveriesTest {
  private final MutableClock clock = new MutableClock();
  private final MemoryDocumentStore store = new MemoryDocumentStore();
  private final Set<String> taken = new HashSet<>();
  private int status = 202;
  private final FakeHookDeliveries github = new FakeHookDeliveries(clock, 3, this::receive);
  private final MissedDeliveries missed = new MissedDeliveries(github, store, clock);

  private int receive(String delivery) {
    if (status == 202) {
      taken.add(delivery);
    }
    return status;
  }

  private void tick() {
    clock.advance(Duration.ofMinutes(1));
    missed.run();
  }

  private long version() {
    return store.get("webhookLooks", "missed").orElseThrow().version();
  }

  @Test
  void outageOfTenMinutes_losesNothing() {
    tick();
    for (int minute = 0; minute < 10; minute++) {
      status = minute % 2 == 0 ? 0 : 503;
      github.deliver("during-" + minute);
      tick();
    }
    status = 202;
    github.deliver("after");
    for (int minute = 0; minute < 20; minute++) {
      tick();
    }

    assertThat(taken).hasSize(11);
    int asked = github.asked().size();
    for (int minute = 0; minute < 600; minute++) {
      tick();
    }
    assertThat(github.asked()).as("what arrived is asked for no more").hasSize(asked);
  }

  @Test
  void deliveryThatAlwaysFails_isAskedForLessAndLessAndGivenUp() {
    status = 500;
    github.deliver("d");
    for (int minute = 0; minute < 24 * 60; minute++) {
      tick();
    }
    assertThat(github.asked()).hasSize(9);
  }

  @Test
  void refusedDelivery_isNotAskedForAgain() {
    status = 400;
    github.deliver("d");
    tick();
    assertThat(github.asked()).isEmpty();
  }

  @Test
  void quietTick_writesNothing() {
    github.deliver("d");
    tick();
    long version = version();
    tick();
    tick();
    assertThat(version()).isEqualTo(version);
  }

  @Test
  void manyFailures_areAskedForInPortionsAndNoneIsForgotten() {
    status = 500;
    for (int i = 0; i < 55; i++) {
      github.deliver("d-" + i);
    }
    status = 202;
    tick();
    assertThat(taken).hasSize(50);
    tick();
    assertThat(taken).hasSize(55);
  }

  @Test
  void hostThatCannotAnswer_isAskedByTheNextTick() {
    HookDeliveries down =
        new HookDeliveries() {
          @Override
          public Page<Attempt> list(@Nullable String cursor) {
            throw new TransientException("GitHub answered with status 502");
          }

          @Override
          public void redeliver(long attempt) {
            throw new TransientException("GitHub answered with status 502");
          }
        };
    status = 500;
    github.deliver("d");
    status = 202;
    new MissedDeliveries(down, store, clock).run();
    tick();
    assertThat(taken).containsExactly("d");
  }
}
