package dev.sigil.functions.deploycompletion;

import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.codehost.HookDeliveries;
import dev.sigil.core.codehost.HookDeliveries.Attempt;
import dev.sigil.core.json.Json;
import dev.sigil.core.store.Document;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.core.store.Page;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds deliveries that the code host could not make and asks for them again, which it does not do
 * by itself. Looks once per tick at what is new since the last look; what is open stands in one
 * document, which is written only when something changed. Not thread-safe across processes and need
 * not be: a delivery that is asked for twice is taken in once.
 */
final class MissedDeliveries {
  private static final System.Logger LOG = System.getLogger(MissedDeliveries.class.getName());
  private static final String COLLECTION = "webhookLooks";
  private static final String ID = "missed";

  /** How far the first look goes back; GitHub remembers three days. */
  private static final Duration FIRST = Duration.ofDays(1);

  /** How long a lost delivery is kept, so that its last attempt does not count as a new one. */
  private static final Duration REMEMBERED = Duration.ofDays(3);

  /** Pages of a look. What fails beyond them in one minute is more than this can heal. */
  private static final int MAX_PAGES = 20;

  private static final int MAX_OPEN = 500;
  private static final int MAX_ASKED = 50;

  /** 1, 2, 4 … minutes apart, so that the last is some eight hours after the first. */
  private static final int MAX_ATTEMPTS = 9;

  private final HookDeliveries deliveries;
  private final DocumentStore store;
  private final InstantSource clock;

  MissedDeliveries(HookDeliveries deliveries, DocumentStore store, InstantSource clock) {
    this.deliveries = deliveries;
    this.store = store;
    this.clock = clock;
  }

  /**
   * What is open.
   *
   * @param until the newest attempt seen
   * @param missed by delivery
   */
  private record Look(Instant until, Map<String, Missed> missed) {
    Look {
      missed = Collections.unmodifiableMap(new TreeMap<>(missed));
    }
  }

  /**
   * A delivery that failed.
   *
   * @param attempt the last that failed
   * @param asked how often it was asked for
   * @param next when to ask again at the earliest
   */
  private record Missed(long attempt, int asked, Instant next) {}

  /** Looks once. What the host cannot answer now is left to the next tick. */
  void run() {
    Instant now = clock.instant();
    Look before =
        store
            .get(COLLECTION, ID)
            .map((Document found) -> found.as(Look.class))
            .orElseGet(() -> new Look(now.minus(FIRST), Map.of()));
    try {
      Look seen = see(before, attemptsSince(before.until()), now);
      Look after = ask(seen, now);
      if (!after.equals(before)) {
        store.put(COLLECTION, ID, Json.tree(after));
      }
    } catch (TransientException e) {
      LOG.log(Level.INFO, "Looks for missed deliveries later: {0}", e.getMessage());
    }
  }

  /* The newest first. An attempt of the very moment of the last look is seen twice, not missed. */
  private List<Attempt> attemptsSince(Instant since) {
    List<Attempt> found = new ArrayList<>();
    @Nullable String cursor = null;
    int pages = 0;
    do {
      Page<Attempt> page = deliveries.list(cursor);
      page.items().stream().filter(attempt -> !attempt.at().isBefore(since)).forEach(found::add);
      boolean older = page.items().stream().anyMatch(attempt -> attempt.at().isBefore(since));
      cursor = older ? null : page.nextCursor();
      pages++;
    } while (cursor != null && pages < MAX_PAGES);
    if (cursor != null) {
      LOG.log(Level.WARNING, "More was delivered since the last look than one look reads");
    }
    return found;
  }

  private Look see(Look before, List<Attempt> newestFirst, Instant now) {
    Map<String, Missed> missed = new TreeMap<>(before.missed());
    Instant until = before.until();
    for (Attempt attempt : newestFirst.reversed()) {
      Missed known = missed.get(attempt.delivery());
      if (!attempt.missed()) {
        missed.remove(attempt.delivery());
      } else if (known != null) {
        missed.put(attempt.delivery(), new Missed(attempt.id(), known.asked(), known.next()));
      } else if (missed.size() < MAX_OPEN) {
        missed.put(attempt.delivery(), new Missed(attempt.id(), 0, now));
      } else {
        break;
      }
      until = attempt.at();
    }
    return new Look(until, missed);
  }

  private Look ask(Look seen, Instant now) {
    Map<String, Missed> open = new TreeMap<>(seen.missed());
    int asked = 0;
    for (Map.Entry<String, Missed> entry : seen.missed().entrySet()) {
      Missed missed = entry.getValue();
      if (asked < MAX_ASKED && !missed.next().isAfter(now)) {
        asked++;
        if (missed.asked() > MAX_ATTEMPTS) {
          open.remove(entry.getKey());
        } else if (askFor(entry.getKey(), missed)) {
          Duration wait = Duration.ofMinutes(1L << missed.asked());
          open.put(
              entry.getKey(), new Missed(missed.attempt(), missed.asked() + 1, now.plus(wait)));
        } else {
          open.put(
              entry.getKey(), new Missed(missed.attempt(), MAX_ATTEMPTS + 1, now.plus(REMEMBERED)));
        }
      }
    }
    return new Look(seen.until(), open);
  }

  /* Whether there is still something to wait for. */
  private boolean askFor(String delivery, Missed missed) {
    if (missed.asked() >= MAX_ATTEMPTS) {
      LOG.log(Level.WARNING, "Gave up delivery {0}", delivery);
      return false;
    }
    try {
      deliveries.redeliver(missed.attempt());
      LOG.log(Level.INFO, "Asked for delivery {0} again", delivery);
      return true;
    } catch (SigilException e) {
      LOG.log(Level.WARNING, "Delivery {0} is lost: {1}", delivery, e.getMessage());
      return false;
    } catch (TransientException e) {
      LOG.log(Level.INFO, "Asks for delivery {0} later: {1}", delivery, e.getMessage());
      return true;
    }
  }
}
