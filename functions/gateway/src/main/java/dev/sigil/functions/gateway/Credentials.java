package dev.sigil.functions.gateway;

import dev.sigil.core.account.ApiToken;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * What a request says about its sender.
 *
 * @param token the platform's key, from {@code Authorization} or {@value #KEY_HEADER}
 * @param forwarded whether {@code Authorization} goes on to the server: only when it is not ours
 */
record Credentials(@Nullable ApiToken token, boolean forwarded) {
  /** Leaves {@code Authorization} to the server, for those that ask for one of their own. */
  static final String KEY_HEADER = "X-Sigil-Key";

  private static final String SCHEME = "Bearer ";

  static Credentials of(MultiMap headers) {
    String authorization = headers.get(HttpHeaders.AUTHORIZATION);
    String key = headers.get(KEY_HEADER);
    ApiToken bearer = authorization == null ? null : platformToken(authorization);
    return new Credentials(
        key == null ? bearer : new ApiToken(key.strip()), authorization != null && bearer == null);
  }

  private static @Nullable ApiToken platformToken(String authorization) {
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return null;
    }
    String token = authorization.substring(SCHEME.length()).strip();
    return token.startsWith(ApiToken.PREFIX) ? new ApiToken(token) : null;
  }
}
