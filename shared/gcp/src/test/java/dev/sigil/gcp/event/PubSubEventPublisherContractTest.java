package dev.sigil.gcp.event;

import static org.awaitility.Awaitility.await;

import dev.sigil.core.event.Event;
import dev.sigil.core.event.EventFunction;
import dev.sigil.testkit.emulator.Emulators;
import dev.sigil.testkit.emulator.PubSubEmulator;
import dev.sigil.testkit.event.EventDeliveryContract;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Emulators.class)
class PubSubEventPublisherContractTest extends EventDeliveryContract {
  private final PubSubEmulator emulator;

  PubSubEventPublisherContractTest(PubSubEmulator emulator) {
    this.emulator = emulator;
  }

  @Override
  protected Subject open(List<EventFunction> subscribers) {
    String project = "test-" + HexFormat.of().toHexDigits(new SecureRandom().nextLong());
    PushedEvents events = new PushedEvents(emulator.endpoint(), project, MAX_ATTEMPTS, subscribers);
    return new Subject() {
      @Override
      public void publish(Event event) {
        events.publish(event);
      }

      @Override
      public void settle() {
        await().atMost(Duration.ofSeconds(60)).until(() -> events.outstanding() == 0);
      }

      @Override
      public int deadLetters() {
        return events.deadLetters();
      }

      @Override
      public void close() {
        events.close();
      }
    };
  }
}
