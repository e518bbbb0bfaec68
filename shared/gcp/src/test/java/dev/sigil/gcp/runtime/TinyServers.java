package dev.sigil.gcp.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sigil.core.Digests;
import dev.sigil.core.build.Artifact;
import dev.sigil.core.deploy.LogReader.Line;
import dev.sigil.core.deploy.LogReader.Source;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.gcp.fake.ServerLauncher;
import dev.sigil.testkit.deploy.RuntimeFixture.Behaviour;
import dev.sigil.testkit.log.MemoryLogs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Images whose containers are small HTTP servers in this process. Each says which instance it is,
 * its variable {@code GREETING}, and the headers that tell about its caller. Thread-safe.
 */
final class TinyServers implements ServerLauncher {
  private record Image(ReleaseId release, Behaviour behaviour) {}

  private final MemoryLogs logs;
  private final Map<String, Image> images = new ConcurrentHashMap<>();
  private final AtomicInteger started = new AtomicInteger();
  private final Semaphore held = new Semaphore(0);

  TinyServers(MemoryLogs logs) {
    this.logs = logs;
  }

  /** An image of a release, named by a digest. */
  Artifact image(ReleaseId release, Behaviour behaviour) {
    String digest = Digests.sha256Hex(release + " " + behaviour);
    String reference =
        CloudRunFixture.REPOSITORY + "/" + release.deployment() + "@sha256:" + digest;
    images.put(reference, new Image(release, behaviour));
    return new Artifact(reference);
  }

  /** Lets one request go that asked for {@code ?hold} and is kept since. */
  void letGo() {
    held.release();
  }

  /** How many requests are kept. */
  int waiting() {
    return held.getQueueLength();
  }

  /** How many instances were started. */
  int started() {
    return started.get();
  }

  @Override
  public Instance launch(String reference, Map<String, String> environment) throws StartException {
    Image image = images.get(reference);
    if (image == null || image.behaviour() != Behaviour.SERVES) {
      if (image != null && image.behaviour() == Behaviour.EXITS) {
        logs.add(
            image.release().deployment(),
            Source.SERVER,
            new Line(Instant.EPOCH, image.release(), "stderr", "no such module"));
      }
      throw new StartException("exited");
    }
    return new Tiny("instance " + started.incrementAndGet(), environment, held);
  }

  private static final class Tiny implements Instance {
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    Tiny(String name, Map<String, String> environment, Semaphore held) {
      try {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      server.setExecutor(executor);
      server.createContext("/mcp", exchange -> answer(exchange, name, environment, held));
      server.start();
    }

    private static void answer(
        HttpExchange exchange, String name, Map<String, String> environment, Semaphore held)
        throws IOException {
      if ("hold".equals(exchange.getRequestURI().getQuery())) {
        held.acquireUninterruptibly();
      }
      String text =
          String.join(
              "\n",
              name,
              environment.getOrDefault("GREETING", ""),
              environment.getOrDefault("API_TOKEN", ""),
              String.valueOf(exchange.getRequestHeaders().getFirst("X-Serverless-Authorization")));
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    }

    @Override
    public URI address() {
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
      server.stop(0);
      executor.shutdownNow();
    }
  }
}
