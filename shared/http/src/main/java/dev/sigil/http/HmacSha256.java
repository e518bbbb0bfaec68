package dev.sigil.http;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Message authentication with SHA-256 (RFC 2104). Thread-safe. */
public final class HmacSha256 {
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  public HmacSha256(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /** 64 lower-case hex digits. */
  public String hex(byte[] message) {
    return HexFormat.of().formatHex(digest(message));
  }

  /** Whether {@code hex} is the message's code; takes the same time wherever they differ. */
  public boolean verify(byte[] message, String hex) {
    if (!hex.matches("[0-9a-fA-F]{64}")) {
      return false;
    }
    return MessageDigest.isEqual(digest(message), HexFormat.of().parseHex(hex));
  }

  private byte[] digest(byte[] message) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has " + ALGORITHM, e);
    }
  }
}
