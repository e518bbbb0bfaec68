package dev.sigil.functions.consoleapi;

import dev.sigil.http.InvalidFieldException;
import java.util.regex.Pattern;

/** An address within this site, in a form that no browser reads as that of another. */
final class LocalPath {
  /* Browsers take // and /\ for the beginning of a host, and drop tabs and line breaks. */
  private static final Pattern SHAPE =
      Pattern.compile("/(?![/\\\\])[A-Za-z0-9._~!$&'()*+,;=:@%/?#-]{0,1000}");

  private LocalPath() {}

  /**
   * The path itself.
   *
   * @throws InvalidFieldException when it is not one
   */
  static String checked(String given) {
    if (!SHAPE.matcher(given).matches()) {
      throw new InvalidFieldException("return_to", "This is not a path within this site.");
    }
    return given;
  }
}
