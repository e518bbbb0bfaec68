package dev.sigil.mcp.bridge.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request and the answer to it: either whole, or as a stream that is flushed with every write.
 * Lives on the event loop.
 */
public final class HttpExchange {
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final HttpConnection connection;
  private final HttpRequest request;
  private @Nullable Runnable onDisconnect;
  private boolean streaming;
  private boolean done;

  HttpExchange(HttpConnection connection, HttpRequest request) {
    this.connection = connection;
    this.request = request;
  }

  public HttpRequest request() {
    return request;
  }

  /** Called at most once, when the client goes before the answer is complete. */
  public void onDisconnect(Runnable action) {
    onDisconnect = action;
  }

  /** Answers as a whole. Does nothing when the client has gone. */
  public void answer(int status, Map<String, String> headers, byte[] body) {
    if (done || streaming) {
      return;
    }
    boolean persistent = request.persistent();
    StringBuilder head = head(status, headers, persistent);
    if (status != 204) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] all = new byte[start.length + body.length];
    System.arraycopy(start, 0, all, 0, start.length);
    System.arraycopy(body, 0, all, start.length, body.length);
    done = true;
    connection.write(all);
    connection.answered(persistent);
  }

  /** Starts an answer that is written piece by piece. */
  public void beginStream(int status, Map<String, String> headers) {
    if (done || streaming) {
      return;
    }
    streaming = true;
    StringBuilder head = head(status, headers, request.chunks() && request.persistent());
    if (request.chunks()) {
      head.append("Transfer-Encoding: chunked\r\n");
    }
    connection.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Writes a piece, which is not empty, and flushes it. Does nothing when the client has gone. */
  public void write(byte[] piece) {
    if (done || !streaming) {
      return;
    }
    if (!request.chunks()) {
      connection.write(piece);
      return;
    }
    byte[] size = (Integer.toHexString(piece.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    byte[] chunk = new byte[size.length + piece.length + 2];
    System.arraycopy(size, 0, chunk, 0, size.length);
    System.arraycopy(piece, 0, chunk, size.length, piece.length);
    chunk[chunk.length - 2] = '\r';
    chunk[chunk.length - 1] = '\n';
    connection.write(chunk);
  }

  /** Ends a stream. */
  public void endStream() {
    if (done || !streaming) {
      return;
    }
    done = true;
    if (request.chunks()) {
      connection.write(LAST_CHUNK);
    }
    connection.answered(request.chunks() && request.persistent());
  }

  void disconnected() {
    if (!done) {
      done = true;
      if (onDisconnect != null) {
        onDisconnect.run();
      }
    }
  }

  private static StringBuilder head(int status, Map<String, String> headers, boolean persistent) {
    StringBuilder head =
        new StringBuilder(256).append("HTTP/1.1 ").append(status).append(' ').append("\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    if (!persistent) {
      head.append("Connection: close\r\n");
    }
    return head;
  }
}
