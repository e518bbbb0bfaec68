package dev.sigil.mcp.bridge;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Reads a stream of events as it comes, over a connection that a test can drop. */
final class EventClient implements AutoCloseable {
  private final Socket socket;
  private volatile String text = "";

  private EventClient(RunningBridge bridge, String request) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), bridge.port());
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
    Thread.ofVirtual().start(this::read);
  }

  static EventClient get(RunningBridge bridge, String session, String lastEvent)
      throws IOException {
    String resume = lastEvent.isEmpty() ? "" : "Last-Event-ID: " + lastEvent + "\r\n";
    return new EventClient(
        bridge,
        "GET /mcp HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\nMcp-Session-Id: "
            + session
            + "\r\n"
            + resume
            + "\r\n");
  }

  static EventClient post(RunningBridge bridge, String session, String json) throws IOException {
    return new EventClient(
        bridge,
        "POST /mcp HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nMcp-Session-Id: "
            + session
            + "\r\nContent-Length: "
            + json.length()
            + "\r\n\r\n"
            + json);
  }

  /** Everything received so far, the head included. */
  String text() {
    return text;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void read() {
    try (InputStream in = socket.getInputStream()) {
      byte[] buffer = new byte[8192];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        text = text.concat(new String(buffer, 0, n, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      text = text.concat("\n(connection closed)");
    }
  }
}
