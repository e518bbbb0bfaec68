package dev.sigil.testkit.secret;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.secret.SecretName;
import dev.sigil.core.secret.SecretVault;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Secrets in memory. A test may read them, as a runtime would. Thread-safe. */
public final class MemorySecretVault implements SecretVault {
  private record Held(String value, Instant updatedAt) {
    @Override
    public String toString() {
      return "Held[updatedAt=" + updatedAt + "]";
    }
  }

  private final InstantSource clock;
  private final Map<DeploymentId, Map<String, Held>> secrets = new HashMap<>();

  public MemorySecretVault(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized void put(DeploymentId deployment, SecretName name, String value) {
    SecretVault.encode(value);
    Map<String, Held> held = secrets.computeIfAbsent(deployment, key -> new TreeMap<>());
    if (held.size() >= MAX_SECRETS && !held.containsKey(name.value())) {
      throw new SigilException(
          ErrorCode.INVALID_REQUEST, "A server has at most " + MAX_SECRETS + " secrets.");
    }
    held.put(name.value(), new Held(value, clock.instant()));
  }

  @Override
  public synchronized List<Entry> list(DeploymentId deployment) {
    return secrets.getOrDefault(deployment, Map.of()).entrySet().stream()
        .map(held -> new Entry(new SecretName(held.getKey()), held.getValue().updatedAt()))
        .toList();
  }

  @Override
  public synchronized boolean remove(DeploymentId deployment, SecretName name) {
    return secrets.getOrDefault(deployment, new TreeMap<>()).remove(name.value()) != null;
  }

  @Override
  public synchronized void removeAll(DeploymentId deployment) {
    secrets.remove(deployment);
  }

  /** The values, for the server they belong to. */
  public synchronized Map<SecretName, String> open(DeploymentId deployment) {
    return secrets.getOrDefault(deployment, Map.of()).entrySet().stream()
        .collect(
            Collectors.toMap(
                held -> new SecretName(held.getKey()), held -> held.getValue().value()));
  }
}
