package dev.sigil.functions.consoleapi;

import dev.sigil.core.Digests;
import dev.sigil.core.json.Json;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.http.TooManyRequestsException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;

/**
 * How often somebody begins to sign in at a terminal. GitHub counts the App's codes whoever asks
 * for them, so one address may not use them up. Kept for all instances of the function, under a
 * digest of the address.
 */
final class DeviceStarts {
  static final int MAX = 10;
  static final Duration WINDOW = Duration.ofMinutes(10);

  private static final String COLLECTION = "deviceStarts";

  /* Whoever has one IPv6 address has all of its network. */
  private static final int NETWORK_BYTES = 8;

  private final DocumentStore store;
  private final InstantSource clock;

  DeviceStarts(DocumentStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  private record Window(int starts, Instant expires) {}

  /**
   * Counts one more.
   *
   * @throws TooManyRequestsException when the address has had its share
   */
  void count(String address) {
    Instant now = clock.instant();
    String id = Digests.sha256Hex(network(address));
    Optional<Instant> full =
        store.transact(
            tx -> {
              Window window =
                  tx.get(COLLECTION, id)
                      .map(found -> found.as(Window.class))
                      .filter(found -> found.expires().isAfter(now))
                      .orElseGet(() -> new Window(0, now.plus(WINDOW)));
              if (window.starts() >= MAX) {
                return Optional.of(window.expires());
              }
              Window next = new Window(window.starts() + 1, window.expires());
              tx.put(COLLECTION, id, Json.tree(next));
              return Optional.empty();
            });
    if (full.isPresent()) {
      throw new TooManyRequestsException(
          "Too many sign-ins were begun from your address.", Duration.between(now, full.get()));
    }
  }

  /* Only what holds a colon is parsed, and that is never looked up as a name. */
  private static String network(String address) {
    if (!address.contains(":")) {
      return address;
    }
    try {
      byte[] bytes = InetAddress.getByName(address).getAddress();
      return HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, NETWORK_BYTES));
    } catch (UnknownHostException e) {
      return address;
    }
  }
}
