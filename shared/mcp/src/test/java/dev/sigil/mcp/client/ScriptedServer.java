package dev.sigil.mcp.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An HTTP server that answers as a test dictates, including ways no HTTP library would: each
 * request is handed to the behaviour with the raw output of its connection, which is closed
 * afterwards.
 */
final class ScriptedServer implements AutoCloseable {
  /** What to do with one request; {@code method} is that of JSON-RPC, empty for GET and DELETE. */
  interface Behaviour {
    void answer(String head, String body, OutputStream out) throws IOException;
  }

  private final ServerSocket listener;
  private final Behaviour behaviour;
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  ScriptedServer(Behaviour behaviour) throws IOException {
    this.behaviour = behaviour;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/mcp");
  }

  /** The heads of the requests so far: request line and headers. */
  List<String> heads() {
    return List.copyOf(heads);
  }

  static void json(OutputStream out, String extraHeaders, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    write(
        out,
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\n"
            + extraHeaders
            + "Content-Length: "
            + bytes.length
            + "\r\n\r\n");
    out.write(bytes);
    out.flush();
  }

  static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        sockets.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = in.read();
        if (next < 0) {
          return;
        }
        head.append((char) next);
      }
      heads.add(head.toString());
      byte[] body = in.readNBytes(length(head.toString()));
      behaviour.answer(
          head.toString(), new String(body, StandardCharsets.UTF_8), socket.getOutputStream());
    } catch (IOException e) {
      // The client hung up on a hostile answer, as it should.
    }
  }

  private static int length(String head) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
        .map(line -> Integer.parseInt(line.substring(15).strip()))
        .findFirst()
        .orElse(0);
  }
}
