package dev.sigil.core.codehost;

import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.store.Page;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the code host remembers of the events that it sent us. Thread-safe; both methods throw
 * {@link TransientException} when the host cannot answer now.
 */
public interface HookDeliveries {
  /** Of a host that sends nothing. */
  HookDeliveries NONE = new NoHookDeliveries();

  /** A page of attempts, the newest first. */
  Page<Attempt> list(@Nullable String cursor);

  /**
   * Asks the host to deliver again what an attempt delivered.
   *
   * @throws SigilException when it will not, today or ever
   */
  void redeliver(long attempt);

  /**
   * One attempt to deliver an event.
   *
   * @param id of the attempt
   * @param delivery of the event, the same in every attempt
   * @param status that we answered with; 0 when the host got no answer
   */
  record Attempt(long id, String delivery, Instant at, int status) {
    /** Whether another attempt may end otherwise: what we refused we would refuse again. */
    public boolean missed() {
      return status < 200 || status == 408 || status == 429 || status >= 500;
    }
  }
}
