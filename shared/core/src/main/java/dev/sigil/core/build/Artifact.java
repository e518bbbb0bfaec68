package dev.sigil.core.build;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What a build made, immutable and addressed by content: an image reference with its digest, or
 * {@code local:sha256-…} on one machine.
 */
public record Artifact(@JsonValue String reference) {
  @JsonCreator
  public Artifact {
    if (reference.isBlank()) {
      throw new IllegalArgumentException("an artifact needs a reference");
    }
  }
}
