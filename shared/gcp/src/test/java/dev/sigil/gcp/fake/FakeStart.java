package dev.sigil.gcp.fake;

import com.google.cloud.run.v2.Condition;
import com.google.cloud.run.v2.Revision;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Starts revisions, or says in which condition they end. Thread-safe. */
final class FakeStart {
  private static final String NOT_LISTENING =
      "The user-provided container failed to start and listen on the port defined provided by the"
          + " PORT=8080 environment variable within the allocated timeout. Logs for this revision"
          + " might contain more information.";

  private final SecretSource secrets;
  private final ServerLauncher launcher;
  private final Deque<Condition> scripted = new ArrayDeque<>();

  FakeStart(SecretSource secrets, ServerLauncher launcher) {
    this.secrets = secrets;
    this.launcher = launcher;
  }

  /** The next start ends so. */
  synchronized void script(Condition condition) {
    scripted.add(condition);
  }

  private synchronized Optional<Condition> scripted() {
    return Optional.ofNullable(scripted.poll());
  }

  /**
   * Proves that a revision starts.
   *
   * @param started takes its instances when it does
   */
  Condition start(Revision revision, Consumer<FakeInstances> started) {
    return scripted().orElseGet(() -> prove(revision, started));
  }

  private Condition prove(Revision revision, Consumer<FakeInstances> started) {
    String project = revision.getName().split("/", -1)[1];
    Supplier<Optional<Map<String, String>>> environment =
        () -> FakeInstances.environment(revision, secrets, project);
    if (environment.get().isEmpty()) {
      return FakeRevisions.failed("Permission denied on secret for Revision service account.")
          .setReason(Condition.CommonReason.SECRETS_ACCESS_CHECK_FAILED)
          .build();
    }
    FakeInstances instances = new FakeInstances(revision, environment, launcher);
    try {
      instances.prove();
    } catch (ServerLauncher.StartException e) {
      return FakeRevisions.failed(NOT_LISTENING)
          .setRevisionReason(Condition.RevisionReason.HEALTH_CHECK_CONTAINER_ERROR)
          .build();
    }
    started.accept(instances);
    return FakeRevisions.READY;
  }
}
