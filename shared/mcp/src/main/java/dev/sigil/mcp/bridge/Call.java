package dev.sigil.mcp.bridge;

import dev.sigil.mcp.RequestId;
import dev.sigil.mcp.bridge.http.HttpExchange;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A POST that waits for answers. It is answered in JSON when the answer is the first thing the
 * server says about it, and becomes a stream of events otherwise. Lives on the event loop.
 */
final class Call {
  private final HttpExchange exchange;
  private final EventStream stream;
  private final Set<RequestId> awaited;
  private final Map<String, String> headers;
  private final boolean primes;
  private final boolean takesEvents;
  private final boolean batch;
  private final long startedAt = System.nanoTime();
  private boolean opened;
  private long quietSince;

  /**
   * @param awaited requests that are not answered yet
   * @param headers of the answer, besides its type
   * @param primes whether the client knows empty events
   */
  Call(
      HttpExchange exchange,
      EventStream stream,
      Set<RequestId> awaited,
      Map<String, String> headers,
      boolean primes,
      boolean batch) {
    this.exchange = exchange;
    this.stream = stream;
    this.awaited = awaited;
    this.headers = headers;
    this.primes = primes;
    this.batch = batch;
    this.takesEvents = Accept.events(exchange.request());
  }

  EventStream stream() {
    return stream;
  }

  Set<RequestId> awaited() {
    return awaited;
  }

  boolean takesEvents() {
    return takesEvents;
  }

  /** Whether the client may have seen an event, and so can come back for more. */
  boolean canResume() {
    return opened;
  }

  boolean isComplete() {
    return awaited.isEmpty();
  }

  /** Passes on one of the awaited answers; {@code status} is used if it is the whole answer. */
  void answer(RequestId id, byte[] message, int status) {
    awaited.remove(id);
    if (opened || batch) {
      send(message);
      finishIfComplete();
    } else {
      Map<String, String> all = new HashMap<>(headers);
      all.putAll(Answers.JSON);
      exchange.answer(status, all, message);
    }
  }

  /** Passes on what the server says before it answers. */
  void send(byte[] message) {
    open();
    stream.send(message);
  }

  /** Gives up an answer that will not come, without a word: the client asked for that. */
  void abandon(RequestId id) {
    awaited.remove(id);
    open();
    finishIfComplete();
  }

  /** Lets another connection of the same client take over. */
  void resume(HttpExchange newer, long after) {
    stream.connect(newer, Map.of(), after, primes);
    quietSince = 0;
    finishIfComplete();
  }

  /** Turns into a stream of events when the answer takes its time: silence breaks connections. */
  void tick(long now, long patienceNanos) {
    if (!opened && takesEvents && now - startedAt > patienceNanos) {
      open();
    }
    stream.keepAlive(now, patienceNanos);
    if (stream.isConnected() || !opened) {
      quietSince = 0;
    } else if (quietSince == 0) {
      quietSince = now;
    }
  }

  /** Whether no client has been connected for that long. */
  boolean isQuiet(long now, long nanos) {
    return quietSince != 0 && now - quietSince > nanos;
  }

  private void open() {
    if (!opened) {
      opened = true;
      stream.connect(exchange, headers, 0, primes);
    }
  }

  private void finishIfComplete() {
    if (awaited.isEmpty()) {
      stream.end();
    }
  }
}
