package dev.sigil.core.deploy;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.build.Artifact;
import dev.sigil.core.build.BuildPlan;
import dev.sigil.core.build.SecretRequirement;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.secret.SecretName;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs servers, each isolated from the others and from the platform. Thread-safe; every method may
 * be repeated and throws {@link TransientException} when trying again later may help.
 */
public interface ServerRuntime {
  /**
   * Starts a release without sending it traffic and returns when something listens at its endpoint.
   * Creating the same release again returns the candidate that is there.
   *
   * @throws SigilException {@code SECRET_MISSING}, {@code START_FAILED} with the end of the
   *     server's log, or {@code HANDSHAKE_TIMEOUT} when nothing listens in time
   */
  Candidate create(ServerSpec spec);

  /**
   * Sends all new traffic to a candidate and lets the release before it finish what it has begun.
   * Ignored when a release with a higher number serves already, so that a late call harms nothing.
   */
  void promote(DeploymentId deployment, ReleaseId release, int number);

  /** Stops a candidate that will not be promoted; does nothing when it serves or is gone. */
  void discard(ReleaseId release);

  /** Replaces the running instances one by one, with the secrets as they are now. */
  void restart(DeploymentId deployment);

  /** Stops serving until {@link #resume}; requests are refused, nothing is lost. */
  void pause(DeploymentId deployment);

  void resume(DeploymentId deployment);

  /** Stops everything of a deployment and removes every trace of it. */
  void delete(DeploymentId deployment);

  /** What runs now; empty when nothing was ever promoted. */
  Optional<ServerStatus> describe(DeploymentId deployment);

  /**
   * Everything an instance is started from. Secrets are looked up by the runtime itself.
   *
   * @param lender the deployment whose secrets it starts with; null for its own
   */
  record ServerSpec(
      WorkspaceId workspace,
      DeploymentId deployment,
      ReleaseId release,
      int number,
      Artifact artifact,
      BuildPlan plan,
      @Nullable DeploymentId lender) {
    /** One that starts with the secrets of its own deployment. */
    public ServerSpec(
        WorkspaceId workspace,
        DeploymentId deployment,
        ReleaseId release,
        int number,
        Artifact artifact,
        BuildPlan plan) {
      this(workspace, deployment, release, number, artifact, plan, null);
    }

    /** The deployment whose secrets it starts with. */
    @JsonIgnore
    public DeploymentId secretsOf() {
      return lender == null ? deployment : lender;
    }

    /**
     * Checks that what the plan requires is there.
     *
     * @param present the secrets that are set
     * @throws SigilException {@code SECRET_MISSING} naming each that is not
     */
    public void requireSecrets(Collection<SecretName> present) {
      List<String> missing =
          plan.secrets().stream()
              .filter(SecretRequirement::required)
              .map(SecretRequirement::name)
              .filter(name -> !present.contains(name))
              .map(SecretName::value)
              .toList();
      if (!missing.isEmpty()) {
        throw new SigilException(
            ErrorCode.SECRET_MISSING,
            "The server needs secrets that are not set: " + String.join(", ", missing) + ".");
      }
    }
  }

  /** Where a candidate answers MCP, and the headers that a call to it needs. */
  record Candidate(URI endpoint, Map<String, String> headers) {
    public Candidate {
      headers = Map.copyOf(headers);
    }
  }
}
