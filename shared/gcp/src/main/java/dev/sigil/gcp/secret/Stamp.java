package dev.sigil.gcp.secret;

import com.google.cloud.secretmanager.v1.Secret;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a secret's annotations say of its value, so that a list needs no call for each secret.
 *
 * @param version number of the newest version
 * @param at when it was put
 */
record Stamp(long version, Instant at) {
  private static final String VERSION = "sigil-version";
  private static final String AT = "sigil-updated-at";

  static Optional<Stamp> of(Secret secret) {
    Map<String, String> annotations = secret.getAnnotationsMap();
    return Optional.ofNullable(annotations.get(VERSION))
        .map(
            version ->
                new Stamp(
                    Long.parseLong(version), Instant.parse(annotations.getOrDefault(AT, ""))));
  }

  /** The secret with this stamp in place of its own. */
  Secret on(Secret secret) {
    return secret.toBuilder()
        .putAnnotations(VERSION, Long.toString(version))
        .putAnnotations(AT, at.toString())
        .build();
  }
}
