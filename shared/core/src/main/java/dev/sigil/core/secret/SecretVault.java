package dev.sigil.core.secret;

import dev.sigil.core.SigilException;
import dev.sigil.core.id.DeploymentId;
import java.time.Instant;
import java.util.List;

/**
 * Secrets of deployments. Written once, never read back through this port: only the runtime hands a
 * value to the server it belongs to. Thread-safe; changes take effect when an instance starts.
 */
public interface SecretVault {
  /** A value's largest size in bytes of UTF-8, as in Secret Manager. */
  int MAX_BYTES = 64 * 1024;

  /** How many secrets a deployment has at most. */
  int MAX_SECRETS = 100;

  /**
   * Creates or replaces a secret.
   *
   * @throws SigilException {@code PAYLOAD_TOO_LARGE} when the value exceeds {@link #MAX_BYTES},
   *     {@code INVALID_REQUEST} when the deployment has {@link #MAX_SECRETS} others
   */
  void put(DeploymentId deployment, SecretName name, String value);

  /** Names and times, sorted by name; never values. */
  List<Entry> list(DeploymentId deployment);

  /** Returns whether there was one. */
  boolean remove(DeploymentId deployment, SecretName name);

  void removeAll(DeploymentId deployment);

  /** A secret as people may see it. */
  record Entry(SecretName name, Instant updatedAt) {}
}
