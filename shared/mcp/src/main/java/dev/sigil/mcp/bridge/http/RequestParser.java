package dev.sigil.mcp.bridge.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads HTTP/1.1 requests as bytes arrive (RFC 9112). Strict where leniency lets two readers see
 * different requests: no bare line feeds, no folded headers, no second length, no length beside a
 * transfer coding.
 */
final class RequestParser {
  private static final int MAX_HEAD = 32 * 1024;
  private static final int MAX_CHUNK_LINE = 256;

  private enum State {
    HEAD,
    FIXED_BODY,
    CHUNK_SIZE,
    CHUNK_DATA,
    CHUNK_END,
    TRAILERS
  }

  private final int maxBody;
  private final MemoryBudget budget;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(512);
  private ByteArrayOutputStream body = new ByteArrayOutputStream(0);
  private State state = State.HEAD;
  private @Nullable RequestHead head;
  private int remaining;
  private int trailerBytes;
  private long taken;

  /** How many bytes of the empty line that ends a head have come in a row. */
  private int ending;

  private boolean continueDue;

  RequestParser(int maxBody, MemoryBudget budget) {
    this.maxBody = maxBody;
    this.budget = budget;
  }

  /** Returns to the budget what the last request took. */
  void discard() {
    budget.giveBack(taken);
    taken = 0;
  }

  /** Whether part of a request is there. */
  boolean midRequest() {
    return state != State.HEAD || line.size() > 0;
  }

  /** Whether the client waits for {@code 100 Continue}; true once per request. */
  boolean takeContinueDue() {
    boolean due = continueDue;
    continueDue = false;
    return due;
  }

  /** Consumes bytes until a request is complete; absent when more are needed. */
  @Nullable HttpRequest feed(ByteBuffer in) throws BadRequestException {
    while (in.hasRemaining()) {
      HttpRequest complete =
          switch (state) {
            case HEAD -> head(in);
            case FIXED_BODY -> fixedBody(in);
            case CHUNK_SIZE -> chunkSize(in);
            case CHUNK_DATA -> chunkData(in);
            case CHUNK_END -> chunkEnd(in);
            case TRAILERS -> trailers(in);
          };
      if (complete != null) {
        return complete;
      }
    }
    return null;
  }

  private @Nullable HttpRequest head(ByteBuffer in) throws BadRequestException {
    while (in.hasRemaining()) {
      byte b = in.get();
      if (line.size() == 0 && (b == '\r' || b == '\n')) {
        continue;
      }
      if (line.size() == MAX_HEAD) {
        throw new BadRequestException(431, "the headers are too large");
      }
      line.write(b);
      if (b == '\n' && ending % 2 == 0) {
        throw new BadRequestException(400, "a line ends without a carriage return");
      }
      ending = b == (ending % 2 == 0 ? '\r' : '\n') ? ending + 1 : b == '\r' ? 1 : 0;
      if (ending == 4) {
        ending = 0;
        RequestHead parsed = RequestHead.parse(line.toString(StandardCharsets.ISO_8859_1));
        line.reset();
        return begin(parsed);
      }
    }
    return null;
  }

  private @Nullable HttpRequest begin(RequestHead parsed) throws BadRequestException {
    head = parsed;
    if (parsed.chunked()) {
      state = State.CHUNK_SIZE;
    } else {
      remaining = bounded(parsed.contentLength());
      state = State.FIXED_BODY;
    }
    body = new ByteArrayOutputStream(Math.min(remaining, 64 * 1024));
    if (!parsed.chunked() && remaining == 0) {
      return finish(parsed);
    }
    continueDue = parsed.expectsContinue();
    return null;
  }

  private @Nullable HttpRequest fixedBody(ByteBuffer in) throws BadRequestException {
    remaining -= take(in, remaining);
    return remaining == 0 ? finish(current()) : null;
  }

  private @Nullable HttpRequest chunkSize(ByteBuffer in) throws BadRequestException {
    String text = line(in);
    if (text != null) {
      int semicolon = text.indexOf(';');
      String digits = (semicolon < 0 ? text : text.substring(0, semicolon)).strip();
      if (!digits.matches("[0-9A-Fa-f]{1,8}")) {
        throw new BadRequestException(400, "a chunk has no size");
      }
      long size = Long.parseLong(digits, 16);
      remaining = bounded(size);
      bounded(size + body.size());
      state = size == 0 ? State.TRAILERS : State.CHUNK_DATA;
    }
    return null;
  }

  private @Nullable HttpRequest chunkData(ByteBuffer in) throws BadRequestException {
    remaining -= take(in, remaining);
    if (remaining == 0) {
      state = State.CHUNK_END;
    }
    return null;
  }

  private @Nullable HttpRequest chunkEnd(ByteBuffer in) throws BadRequestException {
    String text = line(in);
    if (text != null) {
      if (!text.isEmpty()) {
        throw new BadRequestException(400, "a chunk is longer than its size");
      }
      state = State.CHUNK_SIZE;
    }
    return null;
  }

  private @Nullable HttpRequest trailers(ByteBuffer in) throws BadRequestException {
    String text = line(in);
    if (text == null) {
      return null;
    }
    trailerBytes += text.length();
    if (trailerBytes > MAX_HEAD) {
      throw new BadRequestException(431, "the trailers are too large");
    }
    return text.isEmpty() ? finish(current()) : null;
  }

  private @Nullable String line(ByteBuffer in) throws BadRequestException {
    while (in.hasRemaining()) {
      byte b = in.get();
      if (b == '\n') {
        String text = line.toString(StandardCharsets.ISO_8859_1);
        line.reset();
        if (!text.endsWith("\r")) {
          throw new BadRequestException(400, "a line ends without a carriage return");
        }
        return text.substring(0, text.length() - 1);
      }
      if (line.size() == MAX_CHUNK_LINE) {
        throw new BadRequestException(400, "a chunk's line is too long");
      }
      line.write(b);
    }
    return null;
  }

  private int take(ByteBuffer in, int max) throws BadRequestException {
    int count = Math.min(in.remaining(), max);
    if (!budget.take(count)) {
      throw new BadRequestException(503, "there is no memory for the request at present");
    }
    taken += count;
    byte[] bytes = new byte[count];
    in.get(bytes);
    body.writeBytes(bytes);
    return count;
  }

  private int bounded(long length) throws BadRequestException {
    if (length > maxBody) {
      throw new BadRequestException(413, "the body exceeds " + maxBody + " bytes");
    }
    return (int) length;
  }

  private RequestHead current() {
    if (head == null) {
      throw new IllegalStateException("a body has a head");
    }
    return head;
  }

  private HttpRequest finish(RequestHead parsed) {
    HttpRequest request =
        new HttpRequest(
            parsed.method(),
            parsed.path(),
            parsed.headers(),
            body.toByteArray(),
            parsed.persistent(),
            parsed.http11());
    state = State.HEAD;
    head = null;
    body = new ByteArrayOutputStream(0);
    trailerBytes = 0;
    continueDue = false;
    return request;
  }
}
