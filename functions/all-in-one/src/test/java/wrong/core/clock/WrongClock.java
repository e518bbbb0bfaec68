package wrong.core.clock;

import java.time.Instant;

final class WrongClock {
  Instant read() {
    return Instant.now();
  }
}
