package dev.sigil.mcp.bridge;

import dev.sigil.mcp.bridge.http.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events to one client, numbered so that a client whose connection broke can resume
 * after the last one it saw. Keeps the newest events up to a bound. Lives on the event loop.
 */
final class EventStream {
  private static final int MAX_KEPT = 256;
  private static final long MAX_KEPT_BYTES =
      Math.min(1024L * 1024, Runtime.getRuntime().maxMemory() / 256);
  private static final byte[] KEEP_ALIVE = ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Type", "text/event-stream",
          "Cache-Control", "no-cache, no-transform",
          "X-Accel-Buffering", "no");

  private final int number;
  private final Deque<Event> kept = new ArrayDeque<>();
  private @Nullable HttpExchange client;
  private long keptBytes;
  private long next = 1;
  private long writtenAt;

  @SuppressWarnings("ArrayRecordComponent")
  private record Event(long sequence, byte[] data) {}

  /** Where a client wants to resume: a stream of its session, and an event of it. */
  record Position(int stream, long sequence) {
    /** Reads an event id of ours; absent when it is none. */
    static @Nullable Position parse(String eventId) {
      if (!eventId.matches("\\d{1,9}-\\d{1,18}")) {
        return null;
      }
      int dash = eventId.indexOf('-');
      return new Position(
          Integer.parseInt(eventId.substring(0, dash)),
          Long.parseLong(eventId.substring(dash + 1)));
    }
  }

  EventStream(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  boolean isConnected() {
    return client != null;
  }

  /**
   * Writes to a client from now on, first what it missed after {@code after}. A client that was
   * connected before is let go.
   *
   * @param prime whether to send an event without data at once, for its id
   */
  void connect(HttpExchange exchange, Map<String, String> extraHeaders, long after, boolean prime) {
    end();
    Map<String, String> headers = new HashMap<>(HEADERS);
    headers.putAll(extraHeaders);
    client = exchange;
    exchange.beginStream(200, headers);
    if (prime) {
      put("id: " + number + "-" + after + "\ndata: \n\n", exchange);
    }
    kept.stream().filter(event -> event.sequence > after).forEach(event -> write(event, exchange));
    writtenAt = System.nanoTime();
  }

  void disconnect() {
    client = null;
  }

  /** As {@link #disconnect}, unless another client has taken over since. */
  void disconnect(HttpExchange gone) {
    if (client == gone) {
      client = null;
    }
  }

  /** Sends a message, or keeps it for a client that comes back. */
  void send(byte[] message) {
    Event event = new Event(next++, message);
    kept.add(event);
    keptBytes += message.length;
    while (kept.size() > MAX_KEPT || keptBytes > MAX_KEPT_BYTES) {
      keptBytes -= kept.remove().data.length;
    }
    if (client != null) {
      write(event, client);
    }
  }

  /** Ends the connection, if there is one; the events stay. */
  void end() {
    HttpExchange ended = client;
    client = null;
    if (ended != null) {
      ended.endStream();
    }
  }

  /** Writes a comment when nothing was written for {@code nanos}. */
  void keepAlive(long now, long nanos) {
    if (client != null && now - writtenAt > nanos) {
      writtenAt = now;
      client.write(KEEP_ALIVE);
    }
  }

  private void write(Event event, HttpExchange exchange) {
    byte[] start =
        ("id: " + number + "-" + event.sequence + "\ndata: ").getBytes(StandardCharsets.US_ASCII);
    byte[] piece = new byte[start.length + event.data.length + 2];
    System.arraycopy(start, 0, piece, 0, start.length);
    System.arraycopy(event.data, 0, piece, start.length, event.data.length);
    piece[piece.length - 2] = '\n';
    piece[piece.length - 1] = '\n';
    writtenAt = System.nanoTime();
    exchange.write(piece);
  }

  private static void put(String text, HttpExchange exchange) {
    exchange.write(text.getBytes(StandardCharsets.US_ASCII));
  }
}
