package dev.sigil.gcp.fake;

import dev.sigil.gcp.GcpClients;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Fake services on one port of this machine, over plain-text gRPC. Records what they are asked, and
 * answers as a test scripts before they are asked at all. Thread-safe.
 */
public final class FakeGoogleCloud implements AutoCloseable {
  private static final int MAX_MESSAGE = 32 << 20;

  private final Script script = new Script();
  private final Server server;

  private FakeGoogleCloud(List<? extends BindableService> services) {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .maxInboundMessageSize(MAX_MESSAGE);
    services.forEach(
        service -> builder.addService(ServerInterceptors.intercept(service.bindService(), script)));
    server = builder.build();
  }

  /** Serves on a free port until closed. */
  public static FakeGoogleCloud start(BindableService... services) {
    FakeGoogleCloud cloud = new FakeGoogleCloud(List.of(services));
    try {
      cloud.server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return cloud;
  }

  /** {@code host:port}, as {@code SIGIL_GCP_EMULATOR_HOST} takes it. */
  public String endpoint() {
    return "127.0.0.1:" + server.getPort();
  }

  /** How clients reach the services. */
  public GcpClients clients() {
    return new GcpClients(endpoint());
  }

  /**
   * Refuses the next calls of a method with a status; its service does not see them.
   *
   * @param method as in the service's definition, such as {@code CreateService}
   */
  public void refuse(String method, Status status, int times) {
    script.add(method, status, times, false);
  }

  /** As {@link #refuse}, and its service does the work before its answer is lost. */
  public void loseAnswer(String method, Status status, int times) {
    script.add(method, status, times, true);
  }

  /** Every request of a type so far, in order, including refused ones. */
  public <T> List<T> requests(Class<T> type) {
    return script.requests().stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** The methods called so far, in order. */
  public List<String> calls() {
    return script.calls();
  }

  /** A header of the last call of a method; null when it had none. */
  public @Nullable String header(String method, String name) {
    return script.header(method, name);
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
