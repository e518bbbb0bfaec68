package dev.sigil.gcp.fake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * One port for the services that speak gRPC and for those that speak HTTP/1.1, as {@code
 * SIGIL_GCP_EMULATOR_HOST} names one. The first bytes tell them apart: HTTP/2 begins with {@code
 * PRI}. Thread-safe.
 */
public final class FakeEndpoint implements AutoCloseable {
  private final ServerSocket socket;
  private final String grpc;
  private final String http;

  private FakeEndpoint(String grpc, String http) {
    this.grpc = grpc;
    this.http = http;
    try {
      socket = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Listens on a free port; both addresses are {@code host:port}. */
  public static FakeEndpoint start(String grpc, String http) {
    FakeEndpoint endpoint = new FakeEndpoint(grpc, http);
    Thread.ofVirtual().start(endpoint::accept);
    return endpoint;
  }

  /** {@code host:port}. */
  public String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  private void accept() {
    try {
      while (!socket.isClosed()) {
        Socket client = socket.accept();
        Thread.ofVirtual().start(() -> join(client));
      }
    } catch (IOException e) {
      close();
    }
  }

  /* POST and PUT begin with the same letter as PRI. */
  private void join(Socket client) {
    try (client) {
      byte[] first = client.getInputStream().readNBytes(2);
      boolean speaksGrpc = first.length == 2 && first[0] == 'P' && first[1] == 'R';
      String[] target = (speaksGrpc ? grpc : http).split(":", 2);
      try (Socket service = new Socket(target[0], Integer.parseInt(target[1]))) {
        service.getOutputStream().write(first);
        Thread back = Thread.ofVirtual().start(() -> carry(service, client));
        carry(client, service);
        back.join();
      }
    } catch (IOException e) {
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /* Whoever ends a connection ends it for both. */
  private static void carry(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
      to.shutdownOutput();
    } catch (IOException e) {
      return;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
