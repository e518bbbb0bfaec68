package dev.sigil.core.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import java.util.regex.Pattern;

/** Identity of a deployment: a hash of what makes it one, its source, branch and folder. */
public record DeploymentId(@JsonValue String value) implements Comparable<DeploymentId> {
  private static final Pattern SHAPE = Pattern.compile("[a-z0-9]{8,40}");

  @JsonCreator
  public DeploymentId {
    if (!SHAPE.matcher(value).matches()) {
      throw new SigilException(
          ErrorCode.INVALID_REQUEST, "A deployment id is 8 to 40 lower-case letters and digits.");
    }
  }

  @Override
  public int compareTo(DeploymentId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
