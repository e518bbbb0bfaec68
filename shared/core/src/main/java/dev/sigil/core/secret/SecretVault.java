package dev.sigil.core.secret;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.id.DeploymentId;
import java.nio.charset.StandardCharsets;
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
   *     {@code INVALID_REQUEST} when it is empty, which Secret Manager does not take, or the
   *     deployment has {@link #MAX_SECRETS} others
   */
  void put(DeploymentId deployment, SecretName name, String value);

  /** Names and times, sorted by name; never values. */
  List<Entry> list(DeploymentId deployment);

  /** Returns whether there was one. */
  boolean remove(DeploymentId deployment, SecretName name);

  void removeAll(DeploymentId deployment);

  /**
   * The stored form of a value, for adapters.
   *
   * @throws SigilException as {@link #put} does for the value
   */
  static byte[] encode(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_BYTES) {
      throw new SigilException(
          ErrorCode.PAYLOAD_TOO_LARGE, "A secret's value is at most 64 KiB of UTF-8.");
    }
    if (bytes.length == 0) {
      throw new SigilException(ErrorCode.INVALID_REQUEST, "A secret's value is not empty.");
    }
    return bytes;
  }

  /** A secret as people may see it. */
  record Entry(SecretName name, Instant updatedAt) {}
}
