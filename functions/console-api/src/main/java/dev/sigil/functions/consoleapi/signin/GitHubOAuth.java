package dev.sigil.functions.consoleapi.signin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.Digests;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * GitHub as an OAuth 2 server: the web flow with PKCE (RFC 7636), and the device flow (RFC 8628).
 * GitHub reports most errors with status 200. Thread-safe.
 */
public final class GitHubOAuth {
  private static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";
  private static final int MIN_INTERVAL = 5;
  private static final int MAX_INTERVAL = 300;

  private final SignInConfig config;
  private final GitHubHttp http;

  public GitHubOAuth(SignInConfig config, GitHubHttp http) {
    this.config = config;
    this.http = http;
  }

  /** What a person is shown, and what the device asks with meanwhile. */
  public record DeviceCode(
      String deviceCode, String userCode, String verificationUri, int expiresIn, int interval) {}

  /** What became of a device's code. */
  public sealed interface Progress {
    /** The person let us in. */
    record Granted(String token) implements Progress {
      @Override
      public String toString() {
        return "Granted";
      }
    }

    /**
     * Not yet, or no more.
     *
     * @param status {@code authorization_pending}, {@code slow_down}, {@code expired_token} or
     *     {@code access_denied}, as RFC 8628 section 3.5 defines them
     * @param interval seconds until the device may ask again
     */
    record Open(String status, int interval) implements Progress {}
  }

  /**
   * Where a browser goes to let us in.
   *
   * @param verifier see RFC 7636; only its hash is told
   */
  public URI authorization(URI callback, String state, String verifier) {
    byte[] hash = Digests.sha256().digest(verifier.getBytes(StandardCharsets.US_ASCII));
    Map<String, String> query = new LinkedHashMap<>();
    query.put("client_id", config.clientId());
    query.put("redirect_uri", callback.toString());
    query.put("state", state);
    query.put("code_challenge", Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
    query.put("code_challenge_method", "S256");
    return URI.create(config.web() + "/login/oauth/authorize?" + GitHubHttp.form(query));
  }

  /**
   * The user's token for the code that a browser brought back.
   *
   * @throws SigilException {@code FORBIDDEN} when GitHub does not take the code
   * @throws TransientException when GitHub does not answer
   */
  public String exchange(URI callback, String code, String verifier) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("client_id", config.clientId());
    form.put("client_secret", config.clientSecret());
    form.put("code", code);
    form.put("redirect_uri", callback.toString());
    form.put("code_verifier", verifier);
    JsonNode answer = http.post(config.web() + "/login/oauth/access_token", form);
    String token = answer.path("access_token").asText("");
    if (token.isEmpty()) {
      throw refused(answer);
    }
    return token;
  }

  /**
   * Begins the device flow.
   *
   * @throws SigilException {@code FORBIDDEN} when the App does not have it
   */
  public DeviceCode device() {
    JsonNode answer =
        http.post(config.web() + "/login/device/code", Map.of("client_id", config.clientId()));
    String code = answer.path("device_code").asText("");
    if (code.isEmpty()) {
      throw refused(answer);
    }
    return new DeviceCode(
        code,
        answer.path("user_code").asText(),
        answer.path("verification_uri").asText(),
        answer.path("expires_in").asInt(),
        interval(answer));
  }

  /** Asks whether the person has let the device in. */
  public Progress progress(String deviceCode) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("client_id", config.clientId());
    form.put("device_code", deviceCode);
    form.put("grant_type", DEVICE_GRANT);
    JsonNode answer = http.post(config.web() + "/login/oauth/access_token", form);
    String token = answer.path("access_token").asText("");
    if (!token.isEmpty()) {
      return new Progress.Granted(token);
    }
    String error = answer.path("error").asText("");
    return switch (error) {
      case "authorization_pending", "slow_down", "access_denied" ->
          new Progress.Open(error, interval(answer));
      case "expired_token", "token_expired", "incorrect_device_code" ->
          new Progress.Open("expired_token", interval(answer));
      default -> throw refused(answer);
    };
  }

  private static int interval(JsonNode answer) {
    int seconds = answer.path("interval").asInt(MIN_INTERVAL);
    return Math.max(MIN_INTERVAL, Math.min(MAX_INTERVAL, seconds));
  }

  private static SigilException refused(JsonNode answer) {
    String error = answer.path("error").asText("");
    return switch (error) {
      case "bad_verification_code" ->
          new SigilException(
              ErrorCode.FORBIDDEN, "GitHub says that this sign-in is too old, or was used before.");
      case "device_flow_disabled" ->
          new SigilException(
              ErrorCode.FORBIDDEN,
              "The platform's GitHub App does not allow sign-in from a terminal.",
              "Its owner turns the device flow on in the App's settings.");
      case "unverified_user_email" ->
          new SigilException(
              ErrorCode.FORBIDDEN,
              "GitHub asks you to verify your e-mail address first.",
              "Verify it in GitHub's settings, then sign in again.");
      default ->
          new SigilException(
              ErrorCode.FORBIDDEN,
              "GitHub did not accept the sign-in"
                  + (error.matches("[a-z_]{1,60}") ? ": " + error : "")
                  + ".",
              "Sign in again; if it stays, report it to the operator.");
    };
  }

  /** Whether two texts are the same, in a time that does not depend on where they differ. */
  public static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
