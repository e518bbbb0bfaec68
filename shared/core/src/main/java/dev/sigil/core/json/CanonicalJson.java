package dev.sigil.core.json;

import com.fasterxml.jackson.core.io.CharTypes;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One text for equal JSON values, fit for hashing: RFC 8785 (JCS). Members are sorted by UTF-16
 * code units, nothing is indented, numbers are written as ECMAScript does. One deviation: an
 * integer keeps all its digits, since schemas hold 64-bit bounds that a double would change.
 */
public final class CanonicalJson {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private CanonicalJson() {}

  /**
   * The canonical text.
   *
   * @throws IllegalArgumentException for a number that is not finite, which JSON cannot hold
   */
  public static String write(JsonNode value) {
    StringBuilder out = new StringBuilder();
    append(out, value);
    return out.toString();
  }

  /** The canonical text in UTF-8. */
  public static byte[] bytes(JsonNode value) {
    return write(value).getBytes(StandardCharsets.UTF_8);
  }

  private static void append(StringBuilder out, JsonNode value) {
    switch (value.getNodeType()) {
      case OBJECT -> appendObject(out, value);
      case ARRAY -> appendArray(out, value);
      case STRING -> appendText(out, value.textValue());
      case NUMBER -> out.append(number(value));
      case BOOLEAN -> out.append(value.booleanValue());
      case NULL -> out.append("null");
      default -> throw new IllegalArgumentException("not JSON: " + value.getNodeType());
    }
  }

  private static void appendObject(StringBuilder out, JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    names.sort(null);
    char separator = '{';
    for (String name : names) {
      appendText(out.append(separator), name);
      append(out.append(':'), object.get(name));
      separator = ',';
    }
    out.append(names.isEmpty() ? "{}" : "}");
  }

  private static void appendArray(StringBuilder out, JsonNode array) {
    char separator = '[';
    for (JsonNode item : array) {
      append(out.append(separator), item);
      separator = ',';
    }
    out.append(array.isEmpty() ? "[]" : "]");
  }

  private static void appendText(StringBuilder out, String text) {
    int[] escapes = CharTypes.get7BitOutputEscapes();
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int escape = c < 0x80 ? escapes[c] : 0;
      if (escape == 0) {
        out.append(c);
      } else if (escape > 0) {
        out.append('\\').append((char) escape);
      } else {
        out.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 15]);
      }
    }
    out.append('"');
  }

  private static String number(JsonNode value) {
    if (value.isIntegralNumber()) {
      return value.bigIntegerValue().toString();
    }
    double number = value.doubleValue();
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException("a number is too large for JSON");
    }
    return number == 0 ? "0" : ecmaScript(number);
  }

  /* ECMA-262 Number::toString: the shortest digits that round-trip, which Double.toString finds. */
  private static String ecmaScript(double number) {
    BigDecimal decimal = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    String digits = decimal.unscaledValue().abs().toString();
    int point = digits.length() - decimal.scale();
    String sign = number < 0 ? "-" : "";
    if (point > 21 || point <= -6) {
      String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
      return sign + digits.charAt(0) + fraction + (point > 0 ? "e+" : "e") + (point - 1);
    }
    return sign + decimal.abs().toPlainString();
  }
}
