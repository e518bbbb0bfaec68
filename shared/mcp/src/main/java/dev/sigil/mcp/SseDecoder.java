package dev.sigil.mcp;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of a {@code text/event-stream} into events (WHATWG HTML, section 9.2.6), as they
 * arrive. Holds at most {@code maxEventBytes} of an unfinished event. Not thread-safe.
 */
public final class SseDecoder {
  private static final int MAX_RETRY_DIGITS = 9;

  private final int maxEventBytes;
  private final Consumer<SseEvent> events;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
  private final StringBuilder data = new StringBuilder();
  private String type = "";
  private @Nullable String lastId;
  private @Nullable Long retryMillis;
  private boolean hasContent;
  private boolean skipLineFeed;
  private boolean firstLine = true;
  private int eventBytes;

  public SseDecoder(int maxEventBytes, Consumer<SseEvent> events) {
    this.maxEventBytes = maxEventBytes;
    this.events = events;
  }

  /**
   * Takes the next bytes of the stream and hands out every event that they complete.
   *
   * @throws MalformedMessageException when one event exceeds the bound
   */
  public void feed(ByteBuffer bytes) {
    byte[] chunk = new byte[bytes.remaining()];
    bytes.get(chunk);
    int from = 0;
    for (int at = 0; at < chunk.length; at++) {
      byte b = chunk[at];
      if (b == '\n' || b == '\r') {
        boolean endsLine = b == '\r' || !skipLineFeed;
        if (endsLine) {
          append(chunk, from, at);
          endLine();
        }
        from = at + 1;
      }
      skipLineFeed = b == '\r';
    }
    append(chunk, from, chunk.length);
  }

  private void append(byte[] chunk, int from, int to) {
    eventBytes += to - from;
    if (eventBytes > maxEventBytes) {
      throw new MalformedMessageException(
          RpcErrorCode.INVALID_REQUEST, "an event exceeds " + maxEventBytes + " bytes");
    }
    line.write(chunk, from, to - from);
  }

  private void endLine() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    onLine(text);
  }

  private void onLine(String text) {
    String content = firstLine && text.startsWith("\uFEFF") ? text.substring(1) : text;
    firstLine = false;
    if (content.isEmpty()) {
      dispatch();
      return;
    }
    int colon = content.indexOf(':');
    String name = colon < 0 ? content : content.substring(0, colon);
    String raw = colon < 0 ? "" : content.substring(colon + 1);
    onField(name, raw.startsWith(" ") ? raw.substring(1) : raw);
  }

  private void onField(String name, String value) {
    switch (name) {
      case "data" -> {
        data.append(value).append('\n');
        hasContent = true;
      }
      case "event" -> type = value;
      case "id" -> {
        if (value.indexOf('\0') < 0) {
          lastId = value;
          hasContent = true;
        }
      }
      case "retry" -> {
        if (!value.isEmpty()
            && value.length() <= MAX_RETRY_DIGITS
            && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
          retryMillis = Long.valueOf(value);
          hasContent = true;
        }
      }
      default -> {}
    }
  }

  private void dispatch() {
    if (hasContent) {
      String text = data.isEmpty() ? "" : data.substring(0, data.length() - 1);
      events.accept(new SseEvent(lastId, type.isEmpty() ? "message" : type, text, retryMillis));
    }
    data.setLength(0);
    type = "";
    retryMillis = null;
    hasContent = false;
    eventBytes = 0;
  }
}
