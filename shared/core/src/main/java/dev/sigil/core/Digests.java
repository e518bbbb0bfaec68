package dev.sigil.core;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, which every JDK has. */
public final class Digests {
  private Digests() {}

  /** A fresh digest, for content that is read in pieces. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  /** 64 lower-case hex digits. */
  public static String sha256Hex(byte[] content) {
    return HexFormat.of().formatHex(sha256().digest(content));
  }

  /**
   * The digest of several texts. A separator that no text may hold keeps {@code ("a", "bc")} apart
   * from {@code ("ab", "c")}.
   */
  public static String sha256Hex(String... parts) {
    return sha256Hex(String.join("\0", parts).getBytes(StandardCharsets.UTF_8));
  }
}
