package dev.sigil.core.source;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import java.util.regex.Pattern;

/** A git commit id: 40 lower-case hex digits, or 64 in a SHA-256 repository. */
public record Commit(@JsonValue String id) {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

  /** GitHub's way to say "no commit": the {@code after} of a deleted branch. */
  public static final Commit NONE = new Commit("0".repeat(40));

  @JsonCreator
  public Commit {
    if (!ID.matcher(id).matches()) {
      throw new SigilException(
          ErrorCode.INVALID_REQUEST, "A commit id is 40 or 64 lower-case hex digits.");
    }
  }

  public String abbreviated() {
    return id.substring(0, 7);
  }

  @Override
  public String toString() {
    return id;
  }
}
