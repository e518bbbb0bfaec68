package dev.sigil.embedded.runtime;

import dev.sigil.core.gateway.InstanceRouter.Lease;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/** A hold on an instance. Thread-safe. */
final class FleetLease implements Lease {
  private final Leases leases;
  private final Instance instance;
  private final URI endpoint;
  private final AtomicBoolean open = new AtomicBoolean(true);

  FleetLease(Leases leases, Instance instance) {
    this.leases = leases;
    this.instance = instance;
    this.endpoint = Objects.requireNonNull(instance.running).endpoint();
  }

  @Override
  public String instance() {
    return instance.id;
  }

  @Override
  public URI endpoint() {
    return endpoint;
  }

  @Override
  public Map<String, String> headers() {
    return Map.of();
  }

  @Override
  public void close() {
    if (open.getAndSet(false)) {
      leases.release(instance);
    }
  }
}
