package dev.sigil.functions.journey;

import java.io.IOException;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * One port for gRPC and JSON, as Google's services have: a connection that begins with HTTP/2's
 * preface goes to one server, every other to the second.
 */
final class OnePort implements AutoCloseable {
  /* https://www.rfc-editor.org/rfc/rfc9113#section-3.4 */
  private static final byte[] PREFACE = "PRI".getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket listener;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final int grpc;
  private final int json;

  /** Listens on a free port; both endpoints are {@code host:port} of this machine. */
  OnePort(String grpc, String json) {
    this.grpc = port(grpc);
    this.json = port(json);
    try {
      this.listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  String endpoint() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  private static int port(String endpoint) {
    return Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        threads.execute(() -> connect(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void connect(Socket client) {
    try (client) {
      PushbackInputStream in = new PushbackInputStream(client.getInputStream(), PREFACE.length);
      byte[] head = in.readNBytes(PREFACE.length);
      in.unread(head);
      int port = Arrays.equals(head, PREFACE) ? grpc : json;
      try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
        threads.execute(() -> copy(server, client));
        in.transferTo(server.getOutputStream());
      }
    } catch (IOException e) {
      // One of the two went away, and with it the connection.
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.close();
    } catch (IOException e) {
      // As above.
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
