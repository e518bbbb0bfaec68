package dev.sigil.core.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import java.util.regex.Pattern;

/** Identity of a release: its deployment and what triggered it. */
public record ReleaseId(@JsonValue String value) implements Comparable<ReleaseId> {
  private static final Pattern SHAPE = Pattern.compile("[a-z0-9]{8,40}-[a-z0-9]{4,40}");

  @JsonCreator
  public ReleaseId {
    if (!SHAPE.matcher(value).matches()) {
      throw new SigilException(
          ErrorCode.INVALID_REQUEST,
          "A release id is a deployment id, a hyphen, and lower-case letters and digits.");
    }
  }

  /** The deployment that this release belongs to. */
  public DeploymentId deployment() {
    return new DeploymentId(value.substring(0, value.indexOf('-')));
  }

  @Override
  public int compareTo(ReleaseId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
