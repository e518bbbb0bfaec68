package dev.sigil.testkit.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.json.Json;
import dev.sigil.testkit.github.Call.Caller;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who a request's authorization stands for. Guarded by the fake's lock. */
final class Tokens {
  private static final Duration TOKEN_LIFE = Duration.ofHours(1);
  private static final Duration LONGEST_JWT = Duration.ofMinutes(10);

  private record Token(Caller.Installed caller, Instant expires) {}

  private final FakeGitHub.@Nullable App app;
  private final InstantSource clock;
  private final Map<String, Token> tokens = new HashMap<>();
  private int made;

  Tokens(FakeGitHub.@Nullable App app, InstantSource clock) {
    this.app = app;
    this.clock = clock;
  }

  /** A token, and until when it is good. */
  record Issued(String token, Instant expires) {}

  Issued issue(Caller.Installed caller) {
    String token = "ghs_" + ++made + "x".repeat(32);
    Instant expires = clock.instant().plus(TOKEN_LIFE);
    tokens.put(token, new Token(caller, expires));
    return new Issued(token, expires);
  }

  void revoke() {
    tokens.clear();
  }

  Caller caller(@Nullable String authorization) {
    if (authorization == null) {
      return new Caller.Anonymous();
    }
    String credential = authorization.replaceFirst("^(?i)(bearer|token) ", "");
    if (credential.split("\\.", -1).length == 3) {
      return own(credential.split("\\.", -1));
    }
    Token token = tokens.get(credential);
    if (token == null || !clock.instant().isBefore(token.expires())) {
      throw Reply.refused(401, "Bad credentials");
    }
    return token.caller();
  }

  /* GitHub takes a JWT of the App that was issued in the past and lives ten minutes at most. */
  private Caller own(String[] parts) {
    if (app == null) {
      throw Reply.refused(401, "A JSON web token could not be decoded");
    }
    JsonNode claims = Json.parse(Base64.getUrlDecoder().decode(parts[1]));
    Instant issued = Instant.ofEpochSecond(claims.path("iat").asLong());
    Instant expires = Instant.ofEpochSecond(claims.path("exp").asLong());
    boolean current =
        claims.path("iss").asText().equals(app.id())
            && !issued.isAfter(clock.instant())
            && clock.instant().isBefore(expires)
            && expires.isBefore(clock.instant().plus(LONGEST_JWT));
    if (!current || !signed(app.key(), parts)) {
      throw Reply.refused(401, "'Expiration time' claim ('exp') or signature is wrong");
    }
    return new Caller.App(app.id());
  }

  private static boolean signed(PublicKey key, String[] parts) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(key);
      signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
