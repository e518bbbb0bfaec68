package dev.sigil.functions.allinone;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A request's body as a blocking stream: one chunk is fetched when the one before has been read, so
 * that a slow reader holds at most one. Read by one thread, never by an event loop.
 */
final class BodyStream extends InputStream {
  private sealed interface Part {}

  private record Chunk(Buffer bytes) implements Part {}

  private record End() implements Part {}

  private record Broken(Throwable cause) implements Part {}

  private final HttpServerRequest request;
  private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
  private byte[] current = new byte[0];
  private int position;
  private boolean ended;

  /** Takes over the body of a request that has been paused; called on its event loop. */
  BodyStream(HttpServerRequest request) {
    this.request = request;
    request.handler(bytes -> parts.add(new Chunk(bytes)));
    request.endHandler(end -> parts.add(new End()));
    request.exceptionHandler(cause -> parts.add(new Broken(cause)));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (position == current.length) {
      if (ended || !next()) {
        return -1;
      }
    }
    int count = Math.min(length, current.length - position);
    System.arraycopy(current, position, target, offset, count);
    position += count;
    return count;
  }

  private boolean next() throws IOException {
    request.fetch(1);
    return switch (take()) {
      case Chunk chunk -> {
        current = chunk.bytes().getBytes();
        position = 0;
        yield true;
      }
      case End end -> {
        ended = true;
        yield false;
      }
      case Broken broken -> throw new IOException("the client went away", broken.cause());
    };
  }

  private Part take() throws IOException {
    try {
      return parts.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
