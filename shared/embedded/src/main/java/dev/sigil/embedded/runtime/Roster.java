package dev.sigil.embedded.runtime;

import dev.sigil.core.deploy.ServerStatus;
import dev.sigil.embedded.runtime.Instance.Phase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The instances that a fleet has, oldest first. Guarded by the fleet's lock. */
final class Roster {
  private final Map<String, Instance> instances = new LinkedHashMap<>();

  void add(Instance instance) {
    instances.put(instance.id, instance);
  }

  void remove(Instance instance) {
    instances.remove(instance.id);
  }

  @Nullable Instance get(String id) {
    return instances.get(id);
  }

  boolean isEmpty() {
    return instances.isEmpty();
  }

  /** A copy, to go through while the roster changes. */
  List<Instance> all() {
    return List.copyOf(instances.values());
  }

  List<Instance> ready() {
    return inPhase(Phase.READY).toList();
  }

  int count(Phase phase) {
    return (int) inPhase(phase).count();
  }

  /** The oldest that is ready or may become so. */
  Optional<Instance> promising() {
    return instances.values().stream()
        .filter(instance -> instance.phase.compareTo(Phase.READY) <= 0)
        .findFirst();
  }

  /** The oldest that is ready and has fewer requests in flight than {@code concurrency}. */
  Optional<Instance> free(int concurrency) {
    return inPhase(Phase.READY).filter(instance -> instance.inFlight < concurrency).findFirst();
  }

  List<ServerStatus.Instance> statuses() {
    return inPhase(Phase.READY).map(Instance::status).toList();
  }

  private Stream<Instance> inPhase(Phase phase) {
    return instances.values().stream().filter(instance -> instance.phase == phase);
  }
}
