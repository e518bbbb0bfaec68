package dev.sigil.functions.consoleapi.signin;

import dev.sigil.core.Environment;
import dev.sigil.core.codehost.GitHubAddress;
import dev.sigil.http.HmacSha256;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How people sign in.
 *
 * @param publicUrl where their browsers reach us
 * @param api base address of GitHub's REST API, without a slash at its end
 * @param clientId the GitHub App's public name towards people
 * @param clientSecret proves to GitHub that we are the App
 * @param cookieKeys the first signs cookies, each verifies
 * @param proxies how many entries stand behind the client's in {@code X-Forwarded-For}
 */
public record SignInConfig(
    URI publicUrl,
    URI api,
    String clientId,
    String clientSecret,
    List<HmacSha256> cookieKeys,
    int proxies) {
  private static final int MIN_KEY_BYTES = 32;
  private static final List<String> LOOPBACK = List.of("127.0.0.1", "localhost", "[::1]");

  public SignInConfig {
    cookieKeys = List.copyOf(cookieKeys);
  }

  /** Reads what signing in needs; empty when the App's client is not configured. */
  public static Optional<SignInConfig> from(Environment environment, String publicUrl) {
    String id = environment.text("SIGIL_GITHUB_CLIENT_ID", "");
    String secret = environment.text("SIGIL_GITHUB_CLIENT_SECRET", "");
    URI api = GitHubAddress.from(environment).api();
    int proxies = environment.integer("SIGIL_PROXIES", 0, 0, 10);
    List<HmacSha256> keys =
        environment.value(
            "SIGIL_SESSION_KEYS",
            List.of(),
            SignInConfig::keys,
            "keys of at least 32 bytes in base 64, separated by commas");
    if (id.isEmpty() && secret.isEmpty()) {
      return Optional.empty();
    }
    if (id.isEmpty() || secret.isEmpty() || keys.isEmpty()) {
      environment.refuse(
          "SIGIL_GITHUB_CLIENT_ID, SIGIL_GITHUB_CLIENT_SECRET and SIGIL_SESSION_KEYS go together");
      return Optional.empty();
    }
    URI url = URI.create(publicUrl);
    if (!"https".equals(url.getScheme()) && !LOOPBACK.contains(url.getHost())) {
      environment.refuse("SIGIL_PUBLIC_URL must be https for people to sign in");
    }
    return Optional.of(new SignInConfig(url, api, id, secret, keys, proxies));
  }

  private static List<HmacSha256> keys(String text) {
    return Stream.of(text.split(",", -1))
        .map(key -> Base64.getDecoder().decode(key.strip()))
        .peek(SignInConfig::requireLong)
        .map(HmacSha256::new)
        .toList();
  }

  private static void requireLong(byte[] key) {
    if (key.length < MIN_KEY_BYTES) {
      throw new IllegalArgumentException("too short");
    }
  }

  /** GitHub's host as {@link dev.sigil.core.account.Account} names it. */
  String host() {
    return new GitHubAddress(api).host();
  }

  /** Where people see GitHub. */
  URI web() {
    return new GitHubAddress(api).web();
  }

  @Override
  public String toString() {
    return "sign-in at " + host() + " as " + clientId;
  }
}
