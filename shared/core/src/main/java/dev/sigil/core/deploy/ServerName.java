package dev.sigil.core.deploy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import java.util.Locale;
import java.util.regex.Pattern;

/** A server's name in its workspace, and the last path segment but one of its address. */
public record ServerName(@JsonValue String value) implements Comparable<ServerName> {
  private static final Pattern SHAPE = Pattern.compile("[a-z0-9](?:[a-z0-9._-]{0,61}[a-z0-9])?");

  @JsonCreator
  public ServerName {
    if (!SHAPE.matcher(value).matches()) {
      throw new SigilException(
          ErrorCode.INVALID_REQUEST,
          "A server's name is 1 to 63 lower-case letters, digits, dots, underscores and hyphens,"
              + " and starts and ends with a letter or digit.");
    }
  }

  /** The nearest valid name: {@code My Server!} gives {@code my-server}. */
  public static ServerName from(String text) {
    String name = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-");
    name = name.substring(0, Math.min(name.length(), 63)).replaceAll("^[^a-z0-9]+|[^a-z0-9]+$", "");
    return new ServerName(name.isEmpty() ? "server" : name);
  }

  @Override
  public int compareTo(ServerName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
