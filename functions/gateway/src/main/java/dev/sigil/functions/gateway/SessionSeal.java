package dev.sigil.functions.gateway;

import dev.sigil.core.id.DeploymentId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Turns an instance's session id into one that carries the instance, so that any gateway finds it
 * again without a shared store. AES-256-GCM over both, bound to the deployment and to whoever began
 * the session: a client can neither read, choose nor move one. Confined to one thread.
 */
final class SessionSeal {
  /** Longest id that an instance may choose, in characters. */
  static final int MAX_ID = 512;

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int MAX_SEALED = 2_304;

  private final SecretKey key;
  private final RandomGenerator random;
  private final Cipher cipher;

  /** A session as the instance knows it. */
  record Session(String instance, String id) {}

  SessionSeal(SecretKey key, RandomGenerator random) {
    this.key = key;
    this.random = random;
    try {
      cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has AES-GCM", e);
    }
  }

  /**
   * What the client is given: visible ASCII, as the transport asks.
   *
   * @param holder who began the session; the empty string for anybody
   */
  String seal(DeploymentId deployment, String holder, Session session) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] plain = (session.instance() + "\n" + session.id()).getBytes(StandardCharsets.UTF_8);
    try {
      cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(bound(deployment, holder));
      byte[] sealed = cipher.doFinal(plain);
      byte[] whole =
          ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed).array();
      return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot seal a session id", e);
    }
  }

  /** The session, or empty when this gateway sealed none such for this deployment and holder. */
  Optional<Session> open(DeploymentId deployment, String holder, String sealed) {
    if (sealed.length() > MAX_SEALED) {
      return Optional.empty();
    }
    try {
      byte[] whole = Base64.getUrlDecoder().decode(sealed);
      if (whole.length <= NONCE_BYTES) {
        return Optional.empty();
      }
      cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, whole, 0, NONCE_BYTES));
      cipher.updateAAD(bound(deployment, holder));
      byte[] plain = cipher.doFinal(Arrays.copyOfRange(whole, NONCE_BYTES, whole.length));
      String text = new String(plain, StandardCharsets.UTF_8);
      int split = text.indexOf('\n');
      return Optional.of(new Session(text.substring(0, split), text.substring(split + 1)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static byte[] bound(DeploymentId deployment, String holder) {
    return ("sigil-session-1\n" + deployment.value() + "\n" + holder)
        .getBytes(StandardCharsets.UTF_8);
  }
}
