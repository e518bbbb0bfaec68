package dev.sigil.gcp.runtime;

import com.google.cloud.run.v2.Condition;
import com.google.cloud.run.v2.Revision;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.deploy.LogReader;
import dev.sigil.core.deploy.LogReader.Source;
import dev.sigil.core.id.ReleaseId;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says why a revision did not start. Thread-safe. */
final class StartFailures {
  private static final int LOG_LINES = 20;

  private final LogReader logs;

  StartFailures(LogReader logs) {
    this.logs = logs;
  }

  /** The condition that makes a revision unusable; empty while it starts and when it is ready. */
  static Optional<Condition> failed(Revision revision) {
    return revision.getConditionsList().stream()
        .filter(condition -> condition.getState() == Condition.State.CONDITION_FAILED)
        .filter(condition -> condition.getSeverity() != Condition.Severity.WARNING)
        .filter(condition -> condition.getSeverity() != Condition.Severity.INFO)
        .findFirst();
  }

  /** Whether another revision, with the same secrets, may well start in a while. */
  static boolean mayPass(Condition failed) {
    return failed.hasReason()
        && failed.getReason() == Condition.CommonReason.SECRETS_ACCESS_CHECK_FAILED;
  }

  static boolean ready(Revision revision) {
    return revision.getConditionsList().stream()
        .anyMatch(
            condition ->
                condition.getType().equals("Ready")
                    && condition.getState() == Condition.State.CONDITION_SUCCEEDED);
  }

  /** What is thrown when a release's revision fails with this condition. */
  RuntimeException of(ReleaseId release, Condition condition) {
    String message = condition.getMessage();
    if (condition.hasRevisionReason()) {
      return switch (condition.getRevisionReason()) {
        case ACTIVE_REVISION_LIMIT_REACHED, MIN_INSTANCES_NOT_PROVISIONED ->
            new TransientException("Cloud Run cannot start " + release + " now: " + message);
        default -> failure(ErrorCode.START_FAILED, release, message);
      };
    }
    return switch (condition.getReason()) {
      case INTERNAL, IMMEDIATE_RETRY, POSTPONED_RETRY, SECRETS_ACCESS_CHECK_FAILED ->
          new TransientException("Cloud Run cannot start " + release + " now: " + message);
      case PROGRESS_DEADLINE_EXCEEDED -> failure(ErrorCode.HANDSHAKE_TIMEOUT, release, message);
      default -> failure(ErrorCode.START_FAILED, release, message);
    };
  }

  private SigilException failure(ErrorCode code, ReleaseId release, String message) {
    String tail =
        logs.read(release.deployment(), Source.SERVER, LOG_LINES, null).lines().stream()
            .filter(line -> line.release().equals(release))
            .map(LogReader.Line::text)
            .collect(Collectors.joining("\n"));
    return new SigilException(
        code, "The server did not start. " + message + (tail.isEmpty() ? "" : "\n" + tail));
  }
}
