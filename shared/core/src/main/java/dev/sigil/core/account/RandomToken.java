package dev.sigil.core.account;

import dev.sigil.core.Digests;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** 256 random bits in URL-safe base 64, known to its bearer and stored by its hash only. */
public record RandomToken(String value) {
  private static final int BYTES = 32;
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{43}");

  public static RandomToken random(RandomGenerator random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new RandomToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** Whether the text has a token's form; says nothing about whether the token was ever issued. */
  public boolean wellFormed() {
    return SHAPE.matcher(value).matches();
  }

  /** Hex SHA-256. A slow hash adds nothing to that many random bits. */
  public String hash() {
    return Digests.sha256Hex(value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "…";
  }
}
