package dev.sigil.http;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of a query string, read from the string itself: the host's own parameter map may
 * mix in a form from the body. A name given twice is refused, since two readers may pick either.
 */
record QueryString(Map<String, String> parameters) {
  private static final int MAX_LENGTH = 8_192;

  static QueryString parse(Optional<String> query) {
    String text = query.orElse("");
    if (text.length() > MAX_LENGTH) {
      throw new SigilException(
          ErrorCode.INVALID_REQUEST, "The query is longer than " + MAX_LENGTH + " characters.");
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      if (!name.isEmpty() && parameters.put(name, value) != null) {
        throw new InvalidFieldException(name, "The parameter is given more than once.");
      }
    }
    return new QueryString(parameters);
  }

  private static String decode(String text) {
    return RequestPath.decode(text.replace('+', ' '));
  }
}
