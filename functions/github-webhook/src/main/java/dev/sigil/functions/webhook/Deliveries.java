package dev.sigil.functions.webhook;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.json.Json;
import dev.sigil.core.store.Document;
import dev.sigil.core.store.DocumentStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Which deliveries were taken in, by id and by what was signed. A delivery is claimed before its
 * work and finished after it; one that was claimed only is worked on again, which repeats nothing.
 */
final class Deliveries {
  private static final String BY_ID = "webhookDeliveries";
  private static final String BY_BODY = "webhookBodies";

  /** GitHub delivers again what is at most three days old; the rest is for people who look back. */
  private static final Duration KEPT = Duration.ofDays(30);

  private final DocumentStore store;
  private final InstantSource clock;

  Deliveries(DocumentStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** A delivery as it is stored. */
  record Taken(
      String event,
      String digest,
      Instant at,
      boolean finished,
      List<ReleaseId> releases,
      Instant expires) {
    Taken {
      releases = List.copyOf(releases);
    }

    Taken finish(List<ReleaseId> begun) {
      return new Taken(event, digest, at, true, begun, expires);
    }
  }

  private record Signed(String delivery, Instant expires) {}

  /**
   * Claims a delivery; the result tells whether it was finished before.
   *
   * @throws SigilException {@code CONFLICT} when its id came with another body, or its body with
   *     another id: somebody replays a signature
   */
  Taken claim(SignedDelivery delivery) {
    Instant now = clock.instant();
    Instant expires = now.plus(KEPT);
    Taken fresh = new Taken(delivery.event(), delivery.digest(), now, false, List.of(), expires);
    return store.transact(
        tx -> {
          Optional<Taken> taken = tx.get(BY_ID, delivery.id()).map(found -> found.as(Taken.class));
          Optional<Document> signed = tx.get(BY_BODY, delivery.digest());
          boolean replayed =
              taken.filter(known -> !known.digest().equals(delivery.digest())).isPresent()
                  || signed
                      .filter(known -> !known.as(Signed.class).delivery().equals(delivery.id()))
                      .isPresent();
          if (replayed) {
            throw new SigilException(
                ErrorCode.CONFLICT,
                "This body was delivered before under another id, or this id with another body.",
                "Let GitHub deliver it again: it keeps the id.");
          }
          if (taken.isPresent()) {
            return taken.get();
          }
          tx.put(BY_ID, delivery.id(), Json.tree(fresh));
          tx.put(BY_BODY, delivery.digest(), Json.tree(new Signed(delivery.id(), expires)));
          return fresh;
        });
  }

  void finish(SignedDelivery delivery, Taken claimed, List<ReleaseId> releases) {
    store.put(BY_ID, delivery.id(), Json.tree(claimed.finish(releases)));
  }
}
