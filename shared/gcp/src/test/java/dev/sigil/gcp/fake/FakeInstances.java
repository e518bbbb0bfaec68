package dev.sigil.gcp.fake;

import com.google.cloud.run.v2.Container;
import com.google.cloud.run.v2.EnvVar;
import com.google.cloud.run.v2.Revision;
import com.google.cloud.run.v2.SecretKeySelector;
import dev.sigil.gcp.fake.ServerLauncher.StartException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The instances of one revision: started as requests need them, filled up to the revision's
 * concurrency, found again by their affinity while they have room. Thread-safe.
 */
final class FakeInstances implements AutoCloseable {
  private final Revision revision;
  private final Supplier<Optional<Map<String, String>>> environment;
  private final ServerLauncher launcher;
  private final List<Running> running = new ArrayList<>();
  private int started;

  FakeInstances(
      Revision revision,
      Supplier<Optional<Map<String, String>>> environment,
      ServerLauncher launcher) {
    this.revision = revision;
    this.environment = environment;
    this.launcher = launcher;
  }

  /** An instance, and how many requests it has. */
  static final class Running {
    final ServerLauncher.Instance instance;
    final String affinity;
    int requests;

    private Running(ServerLauncher.Instance instance, String affinity) {
      this.instance = instance;
      this.affinity = affinity;
    }
  }

  /** The variables of a container; empty when a secret may not be read. */
  static Optional<Map<String, String>> environment(
      Revision revision, SecretSource secrets, String project) {
    Map<String, String> environment = new HashMap<>();
    Container container = revision.getContainers(0);
    for (EnvVar variable : container.getEnvList()) {
      Optional<String> value =
          variable.hasValueSource()
              ? read(secrets, variable.getValueSource().getSecretKeyRef(), project, revision)
              : Optional.of(variable.getValue());
      if (value.isEmpty()) {
        return Optional.empty();
      }
      environment.put(variable.getName(), value.get());
    }
    return Optional.of(environment);
  }

  private static Optional<String> read(
      SecretSource secrets, SecretKeySelector reference, String project, Revision revision) {
    String secret = reference.getSecret();
    String name = secret.contains("/") ? secret : "projects/" + project + "/secrets/" + secret;
    return secrets.read(name, reference.getVersion(), revision.getServiceAccount());
  }

  /** Starts one instance, as every deployment does. */
  synchronized void prove() throws StartException {
    if (running.isEmpty()) {
      start();
    }
  }

  /** Gives an instance to a request; null when all that there may be are full. */
  synchronized @Nullable Running take(@Nullable String affinity) throws StartException {
    int concurrency = revision.getMaxInstanceRequestConcurrency();
    Running chosen = null;
    for (Running candidate : running) {
      boolean room = candidate.requests < concurrency;
      if (room && (chosen == null || candidate.affinity.equals(affinity))) {
        chosen = candidate;
      }
    }
    if (chosen == null && running.size() < revision.getScaling().getMaxInstanceCount()) {
      chosen = start();
    }
    if (chosen != null) {
      chosen.requests++;
    }
    return chosen;
  }

  synchronized void giveBack(Running instance) {
    instance.requests--;
  }

  /** Ends every instance; the next request starts one again. */
  synchronized void stop() {
    running.forEach(instance -> instance.instance.close());
    running.clear();
  }

  /* Secrets are read anew for each instance. */
  private Running start() throws StartException {
    Map<String, String> variables =
        environment.get().orElseThrow(() -> new StartException("a secret cannot be read"));
    ServerLauncher.Instance instance =
        launcher.launch(revision.getContainers(0).getImage(), variables);
    Running fresh = new Running(instance, "Cg" + revision.getUid() + "/" + ++started + "==");
    running.add(fresh);
    return fresh;
  }

  @Override
  public void close() {
    stop();
  }
}
