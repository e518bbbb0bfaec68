package dev.sigil.gcp.fake;

import java.util.Optional;

/** Secrets as containers get them. Thread-safe. */
public interface SecretSource {
  /**
   * The value of an enabled version, if this account may read it.
   *
   * @param secret {@code projects/{project}/secrets/{secret}}
   */
  Optional<String> read(String secret, String version, String email);
}
