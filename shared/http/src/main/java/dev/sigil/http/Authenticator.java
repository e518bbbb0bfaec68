package dev.sigil.http;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.account.ApiKeys;
import dev.sigil.core.account.ApiToken;
import dev.sigil.core.account.Principal;
import dev.sigil.core.account.Scope;
import java.util.Locale;
import java.util.Optional;

/** Finds out who sends a request, by the API key in its {@code Authorization} header. */
public final class Authenticator {
  private static final String SCHEME = "Bearer ";

  private final ApiKeys keys;

  public Authenticator(ApiKeys keys) {
    this.keys = keys;
  }

  /**
   * The sender.
   *
   * @throws SigilException {@code UNAUTHENTICATED} without a key, or with one that is not valid
   */
  public Principal authenticate(Request request) {
    return token(request)
        .flatMap(keys::authenticate)
        .orElseThrow(
            () ->
                new SigilException(
                    ErrorCode.UNAUTHENTICATED,
                    "The request carries no valid API key: it is missing, revoked or expired."));
  }

  /**
   * The sender, who may do what {@code scope} covers.
   *
   * @throws SigilException {@code UNAUTHENTICATED} or {@code FORBIDDEN}
   */
  public Principal require(Request request, Scope scope) {
    Principal principal = authenticate(request);
    if (!principal.may(scope)) {
      throw new SigilException(
          ErrorCode.FORBIDDEN,
          "This key lacks the scope " + scope.name().toLowerCase(Locale.ROOT) + ".");
    }
    return principal;
  }

  private static Optional<ApiToken> token(Request request) {
    return request
        .header("Authorization")
        .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(value -> new ApiToken(value.substring(SCHEME.length()).strip()));
  }
}
