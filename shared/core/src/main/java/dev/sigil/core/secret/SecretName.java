package dev.sigil.core.secret;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The name of a secret, which is also the environment variable a server reads it from: POSIX
 * portable upper case, at most 128 characters, and none that the platform or the dynamic loader
 * gives a meaning to.
 */
public record SecretName(@JsonValue String value) {
  private static final Pattern SHAPE = Pattern.compile("[A-Z_][A-Z0-9_]{0,127}");
  private static final Set<String> RESERVED =
      Set.of("PATH", "HOME", "PORT", "NODE_OPTIONS", "JAVA_TOOL_OPTIONS", "PYTHONPATH");

  @JsonCreator
  public SecretName {
    if (!SHAPE.matcher(value).matches() || RESERVED.contains(value) || value.startsWith("LD_")) {
      throw new SigilException(
          ErrorCode.INVALID_REQUEST,
          "A secret's name is upper-case letters, digits and underscores, such as API_TOKEN, and"
              + " not a variable the platform sets.");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
