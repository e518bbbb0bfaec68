package dev.sigil.functions.gateway;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.gateway.InstanceRouter;
import dev.sigil.core.id.DeploymentId;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Hands out instances in turn and counts what happens to their leases. */
final class ScriptedRouter implements InstanceRouter {
  private final ConcurrentLinkedDeque<String> order = new ConcurrentLinkedDeque<>();
  private final ConcurrentMap<String, URI> endpoints = new ConcurrentHashMap<>();
  final AtomicInteger granted = new AtomicInteger();
  final AtomicInteger closed = new AtomicInteger();
  final AtomicInteger closedTwice = new AtomicInteger();
  volatile @Nullable SigilException refusal;
  volatile CompletableFuture<Boolean> awake = CompletableFuture.completedFuture(true);

  void add(String instance, URI endpoint) {
    endpoints.put(instance, endpoint);
    order.add(instance);
  }

  void end(String instance) {
    endpoints.remove(instance);
    order.remove(instance);
  }

  int open() {
    return granted.get() - closed.get();
  }

  @Override
  public CompletionStage<Lease> acquire(DeploymentId deployment, @Nullable String instance) {
    SigilException refused = refusal;
    return refused != null
        ? CompletableFuture.failedFuture(refused)
        : awake.thenApply(ignored -> grant(instance == null ? next() : instance));
  }

  private String next() {
    String first = order.poll();
    if (first == null) {
      throw new SigilException(ErrorCode.UNAVAILABLE, "No instance runs.");
    }
    order.add(first);
    return first;
  }

  private Lease grant(String instance) {
    URI endpoint = endpoints.get(instance);
    if (endpoint == null) {
      throw new SigilException(ErrorCode.NOT_FOUND, "The instance has ended.");
    }
    granted.incrementAndGet();
    return new CountedLease(instance, endpoint);
  }

  private final class CountedLease implements Lease {
    private final String instance;
    private final URI endpoint;
    private final AtomicInteger closings = new AtomicInteger();

    CountedLease(String instance, URI endpoint) {
      this.instance = instance;
      this.endpoint = endpoint;
    }

    @Override
    public String instance() {
      return instance;
    }

    /* As where a balancer of the platform's own chose the instance. */
    @Override
    public String instance(List<String> setCookies) {
      return setCookies.stream()
          .filter(line -> line.startsWith("balancer="))
          .map(line -> line.substring("balancer=".length()))
          .findFirst()
          .orElse(instance);
    }

    @Override
    public URI endpoint() {
      return endpoint;
    }

    @Override
    public Map<String, String> headers() {
      return Map.of("X-Serverless-Authorization", "Bearer platform");
    }

    @Override
    public void close() {
      (closings.incrementAndGet() == 1 ? closed : closedTwice).incrementAndGet();
    }
  }
}
