package dev.sigil.scanner.secret;

import dev.sigil.core.account.ApiToken;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes out the examples of a rule, so that no file of this project holds what looks like a
 * secret: {@code <A:20>} becomes twenty letters and digits. Equal templates give equal text.
 */
final class SampleText {
  private static final Pattern HOLE = Pattern.compile("<([A-Za-z0-9]+)(?::(\\d+))?>");
  private static final String DIGITS = "0123456789";
  private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
  private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String LETTERS = LOWER + UPPER;
  private static final Map<String, String> ALPHABETS =
      Map.of(
          "a", LOWER + DIGITS,
          "A", LETTERS + DIGITS,
          "L", LETTERS,
          "U", UPPER + DIGITS,
          "B", UPPER + "234567",
          "h", DIGITS + "abcdef",
          "H", DIGITS + "ABCDEF",
          "d", DIGITS,
          "q", "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L");

  private SampleText() {}

  static String expand(String template) {
    SplittableRandom random = new SplittableRandom(template.hashCode());
    return HOLE.matcher(template)
        .replaceAll(hole -> Matcher.quoteReplacement(fill(hole.group(1), hole.group(2), random)));
  }

  private static String fill(String kind, String length, SplittableRandom random) {
    int count = length == null ? 0 : Integer.parseInt(length);
    return switch (kind) {
      case "crc" -> {
        String body = draw(LETTERS + DIGITS, count, random);
        yield body + Validator.checksum(body);
      }
      case "base64" -> Base64.getEncoder().encodeToString(bytes(count, random));
      case "b40" -> draw(LETTERS + DIGITS + "/+", 40, random);
      case "b" -> draw(LETTERS + DIGITS + "/+", count, random);
      case "u" -> draw(LETTERS + DIGITS + "-_", count, random);
      case "sigil" -> ApiToken.random(random).value();
      case "uuid" -> uuid(random);
      case "pem" -> pem(count, random);
      case "jwt" -> jwt(random);
      default -> draw(ALPHABETS.getOrDefault(kind, DIGITS), count, random);
    };
  }

  private static String draw(String alphabet, int count, SplittableRandom random) {
    StringBuilder text = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  private static byte[] bytes(int count, SplittableRandom random) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String uuid(SplittableRandom random) {
    String hex = DIGITS + "abcdef";
    return draw(hex, 8, random)
        + "-"
        + draw(hex, 4, random)
        + "-4"
        + draw(hex, 3, random)
        + "-a"
        + draw(hex, 3, random)
        + "-"
        + draw(hex, 12, random);
  }

  private static String pem(int count, SplittableRandom random) {
    String label = String.join(" ", "RSA", "PRIVATE", "KEY");
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes(count, random));
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }

  private static String jwt(SplittableRandom random) {
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    return encoder.encodeToString(
            "{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8))
        + "."
        + encoder.encodeToString(
            "{\"sub\":\"8731\",\"iat\":1718000000}".getBytes(StandardCharsets.UTF_8))
        + "."
        + encoder.encodeToString(bytes(32, random));
  }
}
