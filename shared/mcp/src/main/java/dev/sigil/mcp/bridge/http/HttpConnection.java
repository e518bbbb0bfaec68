package dev.sigil.mcp.bridge.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One client connection. Reads also while an answer is due, which is how a client that goes is
 * noticed; serves one request after the other. What a slow client does not take is held up to a
 * bound, then the connection is closed: a client can resume, memory cannot.
 */
final class HttpConnection implements Runnable {
  private static final int MAX_PIPELINED = 64 * 1024;
  private static final long REQUEST_NANOS = Duration.ofSeconds(30).toNanos();
  private static final long LINGER_NANOS = Duration.ofSeconds(2).toNanos();
  private static final long IDLE_NANOS = Duration.ofMinutes(2).toNanos();

  private final HttpServer server;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final MemoryBudget budget;
  private final RequestParser parser;
  private final Deque<ByteBuffer> unsent = new ArrayDeque<>();
  private ByteBuffer pipelined = ByteBuffer.allocate(0);
  private @Nullable HttpExchange exchange;
  private final MemoryBudget share = MemoryBudget.share();
  private long unsentBytes;
  private long since = System.nanoTime();
  private boolean closeWhenSent;

  /** Refused: what still comes is discarded, for a reset would take our answer with it. */
  private boolean lingering;

  private boolean serving;
  private boolean closed;

  HttpConnection(
      HttpServer server,
      SocketChannel channel,
      SelectionKey key,
      int maxBody,
      MemoryBudget budget) {
    this.server = server;
    this.channel = channel;
    this.key = key;
    this.budget = budget;
    this.parser = new RequestParser(maxBody, budget);
  }

  /** The socket is ready. */
  @Override
  public void run() {
    try {
      if (key.isWritable()) {
        flush();
      }
      if (!closed && key.isReadable()) {
        read();
      }
    } catch (IOException e) {
      close();
    }
  }

  /** Closes the connection when it has been waiting for its client for too long. */
  void tick(long now) {
    if (exchange == null && now - since > patience()) {
      close();
    }
  }

  private boolean take(int bytes) {
    return share.take(bytes) && budget.take(bytes);
  }

  private long patience() {
    return lingering ? LINGER_NANOS : parser.midRequest() ? REQUEST_NANOS : IDLE_NANOS;
  }

  void write(byte[] bytes) {
    if (closed) {
      return;
    }
    ByteBuffer next = ByteBuffer.wrap(bytes);
    try {
      if (unsent.isEmpty()) {
        channel.write(next);
      }
      if (next.hasRemaining() && !take(next.remaining())) {
        server.log("a client reads too slowly, or too many do: its connection is closed");
        close();
        return;
      }
      if (next.hasRemaining()) {
        unsentBytes += next.remaining();
        unsent.add(next);
        interest(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
      }
    } catch (IOException e) {
      close();
    }
  }

  void answered(boolean persistent) {
    exchange = null;
    since = System.nanoTime();
    if (!persistent) {
      closeWhenSent = true;
      closeIfSent();
    } else if (!serving) {
      ByteBuffer next = pipelined;
      pipelined = ByteBuffer.allocate(0);
      serve(next);
    }
  }

  void close() {
    if (closed) {
      return;
    }
    closed = true;
    budget.giveBack(unsentBytes);
    unsentBytes = 0;
    parser.discard();
    server.forget(this);
    key.cancel();
    try {
      channel.close();
    } catch (IOException e) {
      server.log("closing a connection failed: " + e.getMessage());
    }
    if (exchange != null) {
      exchange.disconnected();
    }
  }

  private void read() throws IOException {
    ByteBuffer buffer = server.readBuffer();
    int count = channel.read(buffer.clear());
    if (count < 0) {
      close();
      return;
    }
    buffer.flip();
    if (lingering) {
      return;
    }
    if (exchange == null && !closeWhenSent) {
      serve(buffer);
    } else {
      hold(buffer);
    }
  }

  /* Serves every complete request in the buffer whose answer is immediate; keeps the rest. */
  private void serve(ByteBuffer buffer) {
    serving = true;
    try {
      while (exchange == null && !closed && !closeWhenSent && buffer.hasRemaining()) {
        HttpRequest request = parser.feed(buffer);
        if (parser.takeContinueDue()) {
          write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        if (request != null) {
          exchange = new HttpExchange(this, request);
          server.handle(exchange);
          parser.discard();
        } else {
          since = parser.midRequest() ? since : System.nanoTime();
        }
      }
      hold(buffer);
    } catch (BadRequestException e) {
      refuse(e);
    } finally {
      serving = false;
    }
  }

  private void hold(ByteBuffer buffer) {
    if (!buffer.hasRemaining() || closed || closeWhenSent) {
      return;
    }
    if (pipelined.remaining() + buffer.remaining() > MAX_PIPELINED) {
      close();
      return;
    }
    pipelined =
        ByteBuffer.allocate(pipelined.remaining() + buffer.remaining())
            .put(pipelined)
            .put(buffer)
            .flip();
  }

  private void refuse(BadRequestException e) {
    byte[] body = e.text().getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 %d \r\nContent-Type: text/plain\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(e.status(), body.length);
    write((head + e.text()).getBytes(StandardCharsets.UTF_8));
    lingering = true;
    since = System.nanoTime();
  }

  private void flush() throws IOException {
    for (ByteBuffer next = unsent.peek(); next != null; next = unsent.peek()) {
      int written = channel.write(next);
      unsentBytes -= written;
      share.giveBack(written);
      budget.giveBack(written);
      if (next.hasRemaining()) {
        return;
      }
      unsent.remove();
    }
    interest(SelectionKey.OP_READ);
    closeIfSent();
  }

  private void interest(int operations) {
    if (key.isValid() && key.interestOps() != operations) {
      key.interestOps(operations);
    }
  }

  private void closeIfSent() {
    if (closeWhenSent && unsent.isEmpty()) {
      close();
    }
  }
}
