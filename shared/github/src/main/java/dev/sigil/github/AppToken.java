package dev.sigil.github;

import dev.sigil.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import org.kohsuke.github.authorization.AuthorizationProvider;

/** Says who the App is: a JWT that it signs itself, as GitHub asks (RFC 7519, RS256). */
final class AppToken implements AuthorizationProvider {
  /* GitHub takes ten minutes at most, and advises to date tokens back against clock drift. */
  private static final Duration LIFE = Duration.ofMinutes(9);
  private static final Duration DRIFT = Duration.ofSeconds(60);
  private static final Duration RENEWAL = Duration.ofMinutes(2);

  private record Signed(String authorization, Instant expires) {}

  private final GitHubConfig.App app;
  private final InstantSource clock;
  private Signed signed = new Signed("", Instant.EPOCH);

  AppToken(GitHubConfig.App app, InstantSource clock) {
    this.app = app;
    this.clock = clock;
  }

  @Override
  public synchronized String getEncodedAuthorization() {
    Instant now = clock.instant();
    if (!now.isBefore(signed.expires().minus(RENEWAL))) {
      signed = sign(now);
    }
    return signed.authorization();
  }

  private Signed sign(Instant now) {
    Instant expires = now.plus(LIFE);
    String head = Json.write(Json.object().put("alg", "RS256").put("typ", "JWT"));
    String claims =
        Json.write(
            Json.object()
                .put("iat", now.minus(DRIFT).getEpochSecond())
                .put("exp", expires.getEpochSecond())
                .put("iss", app.id()));
    String text =
        encode(head.getBytes(StandardCharsets.UTF_8))
            + "."
            + encode(claims.getBytes(StandardCharsets.UTF_8));
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(app.key());
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return new Signed("Bearer " + text + "." + encode(signature.sign()), expires);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the App's key does not sign", e);
    }
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
