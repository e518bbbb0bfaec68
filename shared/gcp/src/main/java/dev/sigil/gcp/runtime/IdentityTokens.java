package dev.sigil.gcp.runtime;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.IdTokenProvider;
import com.google.cloud.iam.credentials.v1.IamCredentialsClient;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.TransientException;
import dev.sigil.core.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Identity tokens, which prove to a service that its caller may call it. Each is good for one
 * audience and about an hour; it is used again until shortly before it expires. Thread-safe.
 */
public final class IdentityTokens {
  private static final Duration SPARE = Duration.ofMinutes(5);
  private static final int MAX_AUDIENCES = 10_000;

  private final Issuer issuer;
  private final AsyncLoadingCache<String, Token> tokens;

  /** Makes a token for an audience; may block. */
  @FunctionalInterface
  interface Issuer {
    String issue(String audience);
  }

  private record Token(String value, Instant expiresAt) {}

  IdentityTokens(Issuer issuer, Executor executor, InstantSource clock) {
    this.issuer = issuer;
    tokens =
        FreshValues.cache(
            this::fetch, token -> token.expiresAt().minus(SPARE), MAX_AUDIENCES, executor, clock);
  }

  /** Tokens of {@code account}, made on its behalf by whoever may. */
  public static IdentityTokens impersonating(
      Supplier<IamCredentialsClient> credentials,
      String account,
      Executor executor,
      InstantSource clock) {
    return new IdentityTokens(
        audience ->
            Boundary.call(
                "identify as " + account,
                ErrorCode.INTERNAL,
                () ->
                    credentials
                        .get()
                        .generateIdToken(
                            "projects/-/serviceAccounts/" + account, List.of(), audience, true)
                        .getToken()),
        executor,
        clock);
  }

  /** Tokens of the account that this process runs as; its metadata server makes them. */
  public static IdentityTokens ofThisProcess(
      Supplier<GoogleCredentials> credentials, Executor executor, InstantSource clock) {
    return new IdentityTokens(
        audience -> {
          if (!(credentials.get() instanceof IdTokenProvider provider)) {
            throw new IllegalStateException("this process has no identity that makes tokens");
          }
          try {
            return provider.idTokenWithAudience(audience, List.of()).getTokenValue();
          } catch (IOException e) {
            throw new TransientException("the metadata server made no identity token", e);
          }
        },
        executor,
        clock);
  }

  /** The headers that a request to the service with this address needs. */
  CompletableFuture<Map<String, String>> headers(String audience) {
    return tokens
        .get(audience)
        .thenApply(token -> Map.of("X-Serverless-Authorization", "Bearer " + token.value()));
  }

  private Token fetch(String audience) {
    String token = issuer.issue(audience);
    return new Token(token, expiry(token));
  }

  /* The second of the three parts of a JSON web token (RFC 7519). */
  private static Instant expiry(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      throw new TransientException("what was made is no identity token");
    }
    byte[] claims = Base64.getUrlDecoder().decode(parts[1]);
    return Instant.ofEpochSecond(Json.parse(claims).path("exp").asLong());
  }
}
