package dev.sigil.testkit.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.event.Delivery;
import dev.sigil.core.event.Event;
import dev.sigil.core.event.EventFunction;
import dev.sigil.core.event.SourcePushed;
import dev.sigil.core.event.Topic;
import dev.sigil.core.id.ReleaseId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MemoryEventsTest extends EventDeliveryContract {
  @Override
  protected Subject open(List<EventFunction> subscribers) {
    MemoryEvents events = MemoryEvents.unreliable(1, MAX_ATTEMPTS, new Random(1));
    subscribers.forEach(events::subscribe);
    return new Subject() {
      @Override
      public void publish(Event event) {
        events.publish(event);
      }

      @Override
      public void settle() {
        events.deliverAll();
      }

      @Override
      public int deadLetters() {
        return events.deadLetters().size();
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void unreliable_sameSeed_deliversTheSameShuffledCopies() {
    List<String> first = order(7);

    assertThat(first).hasSize(30).isNotEqualTo(first.stream().sorted().toList());
    assertThat(first.stream().distinct()).hasSize(10);
    assertThat(order(7)).isEqualTo(first);
    assertThat(order(8)).isNotEqualTo(first);
  }

  private static List<String> order(long seed) {
    MemoryEvents events = MemoryEvents.unreliable(3, MAX_ATTEMPTS, new Random(seed));
    List<String> ids = new ArrayList<>();
    events.subscribe(new Recorder(Topic.SOURCE_PUSHED, (Delivery d) -> ids.add(d.id())));
    for (int i = 0; i < 10; i++) {
      events.publish(new SourcePushed(new ReleaseId("deployment1-r" + (1000 + i))));
    }
    events.deliverAll();
    return ids;
  }
}
