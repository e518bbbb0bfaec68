package dev.sigil.functions.gateway;

import dev.sigil.core.id.DeploymentId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** Counts traffic in memory since the process began. Thread-safe. */
public final class TrafficCounters implements GatewayMetrics {
  private final Map<DeploymentId, Counter> counters = new ConcurrentHashMap<>();

  /**
   * What one deployment served.
   *
   * @param errors requests answered with 5xx, or whose answer broke
   * @param nanos summed over requests
   */
  public record Traffic(
      long requests, long errors, long requestBytes, long responseBytes, long nanos) {}

  @Override
  public void completed(
      DeploymentId deployment,
      int status,
      long requestBytes,
      long responseBytes,
      long nanos,
      boolean broken) {
    Counter counter = counters.computeIfAbsent(deployment, id -> new Counter());
    counter.requests.increment();
    if (broken || status >= 500) {
      counter.errors.increment();
    }
    counter.requestBytes.add(requestBytes);
    counter.responseBytes.add(responseBytes);
    counter.nanos.add(nanos);
  }

  /** The counts so far; a request that ends meanwhile may be in some fields only. */
  public Map<DeploymentId, Traffic> snapshot() {
    return counters.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().traffic()));
  }

  private static final class Counter {
    final LongAdder requests = new LongAdder();
    final LongAdder errors = new LongAdder();
    final LongAdder requestBytes = new LongAdder();
    final LongAdder responseBytes = new LongAdder();
    final LongAdder nanos = new LongAdder();

    Traffic traffic() {
      return new Traffic(
          requests.sum(), errors.sum(), requestBytes.sum(), responseBytes.sum(), nanos.sum());
    }
  }
}
