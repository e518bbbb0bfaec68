package dev.sigil.core.account;

import dev.sigil.core.Digests;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;

/**
 * A bearer token: {@code sgl_}, 40 random base-32 digits (200 bits), and 7 digits of CRC-32, so
 * that secret scanners recognise a leaked one without asking us. Never stored; see {@link ApiKey}.
 */
public record ApiToken(String value) {
  public static final String PREFIX = "sgl_";
  private static final int RANDOM_DIGITS = 40;
  private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz234567";

  public static ApiToken random(RandomGenerator random) {
    StringBuilder digits = new StringBuilder(PREFIX);
    for (int i = 0; i < RANDOM_DIGITS; i++) {
      digits.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
    }
    return new ApiToken(digits + checksum(digits.toString()));
  }

  /** Whether the text has a token's form; says nothing about whether the token was ever issued. */
  public boolean wellFormed() {
    int body = PREFIX.length() + RANDOM_DIGITS;
    return value.length() == body + 7
        && value.startsWith(PREFIX)
        && value.substring(body).equals(checksum(value.substring(0, body)));
  }

  /** The form in which a token is stored and looked up. */
  public String hash() {
    return Digests.sha256Hex(value.getBytes(StandardCharsets.UTF_8));
  }

  private static String checksum(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return String.format(Locale.ROOT, "%7s", Long.toString(crc.getValue(), 32)).replace(' ', '0');
  }

  @Override
  public String toString() {
    return PREFIX + "…";
  }
}
