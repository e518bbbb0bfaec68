package dev.sigil.core.scan.policy;

import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.WorkspaceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's word that a finding may stay for a while.
 *
 * @param id of workspace, scope and fingerprint: waiving the same again renews it
 * @param deployment the server it holds for; null for all of the workspace
 * @param rule of the finding, for people
 * @param reason in the words of who waived
 * @param actor id of the API key that asked for it
 */
public record Waiver(
    String id,
    WorkspaceId workspace,
    @Nullable DeploymentId deployment,
    String fingerprint,
    String rule,
    String reason,
    String actor,
    Instant createdAt,
    Instant expiresAt) {

  boolean holds(DeploymentId server, Instant now) {
    return now.isBefore(expiresAt) && (deployment == null || deployment.equals(server));
  }
}
