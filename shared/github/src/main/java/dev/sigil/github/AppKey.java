package dev.sigil.github;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a GitHub App's private key. */
final class AppKey {
  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN (RSA )?PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END \\1?PRIVATE KEY-----");

  /* PKCS#8 before the length of the key: version 0 and the algorithm rsaEncryption (RFC 8017). */
  private static final byte[] RSA = {
    0x02,
    0x01,
    0x00,
    0x30,
    0x0d,
    0x06,
    0x09,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xf7,
    0x0d,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };

  private AppKey() {}

  /**
   * Reads a PEM in PKCS#1, as GitHub gives it out, or PKCS#8. Line breaks may be written {@code
   * \n}, as in variables of one line.
   *
   * @throws IllegalArgumentException when it is neither, without quoting it
   */
  static PrivateKey parse(String pem) {
    Matcher matcher = PEM.matcher(pem.replace("\\n", "\n").strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a private key in PEM form");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(matcher.group(2));
      byte[] pkcs8 = matcher.group(1) == null ? der : wrapped(der);
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException("not a private RSA key", e);
    }
  }

  private static byte[] wrapped(byte[] pkcs1) {
    byte[] key = element(0x04, pkcs1);
    byte[] content = ByteBuffer.allocate(RSA.length + key.length).put(RSA).put(key).array();
    return element(0x30, content);
  }

  /* Every RSA key needs the long form of DER's lengths, here always with two bytes. */
  private static byte[] element(int tag, byte[] content) {
    return ByteBuffer.allocate(4 + content.length)
        .put((byte) tag)
        .put((byte) 0x82)
        .putShort((short) content.length)
        .put(content)
        .array();
  }
}
