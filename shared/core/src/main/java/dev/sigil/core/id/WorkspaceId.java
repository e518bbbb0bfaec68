package dev.sigil.core.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import java.util.regex.Pattern;

/** A tenant: the lower-case login of a GitHub user or organisation, or {@code local}. */
public record WorkspaceId(@JsonValue String value) implements Comparable<WorkspaceId> {
  private static final Pattern SHAPE = Pattern.compile("[a-z0-9](?:[a-z0-9]|-(?=[a-z0-9])){0,38}");

  @JsonCreator
  public WorkspaceId {
    if (!SHAPE.matcher(value).matches()) {
      throw new SigilException(
          ErrorCode.INVALID_REQUEST,
          "A workspace is 1 to 39 lower-case letters, digits and single hyphens.");
    }
  }

  @Override
  public int compareTo(WorkspaceId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
