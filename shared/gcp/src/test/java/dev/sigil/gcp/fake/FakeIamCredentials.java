package dev.sigil.gcp.fake;

import com.google.cloud.iam.credentials.v1.GenerateIdTokenRequest;
import com.google.cloud.iam.credentials.v1.GenerateIdTokenResponse;
import com.google.cloud.iam.credentials.v1.IAMCredentialsGrpc.IAMCredentialsImplBase;
import dev.sigil.core.json.Json;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes identity tokens, and knows again those that it made. Thread-safe. */
public final class FakeIamCredentials extends IAMCredentialsImplBase {
  private static final Pattern NAME = Pattern.compile("projects/-/serviceAccounts/([^/]+@[^/]+)");
  private static final Duration LIFE = Duration.ofHours(1);

  private final FakeIam iam;
  private final InstantSource clock;
  private final Map<String, Identity> issued = new HashMap<>();

  public FakeIamCredentials(FakeIam iam, InstantSource clock) {
    this.iam = iam;
    this.clock = clock;
  }

  /** Whom a token names, and to whom it may be shown. */
  record Identity(String email, String audience, Instant expiresAt) {}

  @Override
  public void generateIdToken(
      GenerateIdTokenRequest request, StreamObserver<GenerateIdTokenResponse> answer) {
    Answers.reply(
        answer, () -> GenerateIdTokenResponse.newBuilder().setToken(generate(request)).build());
  }

  private synchronized String generate(GenerateIdTokenRequest request) {
    Matcher name = NAME.matcher(request.getName());
    Answers.require(
        name.matches(), "name must be projects/-/serviceAccounts/{account}; - is required.");
    Answers.require(!request.getAudience().isBlank(), "audience is required.");
    Answers.require(request.getIncludeEmail(), "Cloud Run reads the caller from the e-mail.");
    if (!iam.accounts().contains(name.group(1))) {
      throw Answers.refusal(Status.NOT_FOUND, "Not found; Gaia id not found for email");
    }
    Instant expiry = clock.instant().plus(LIFE);
    Identity identity = new Identity(name.group(1), request.getAudience(), expiry);
    byte[] claims =
        Json.bytes(
            Json.object()
                .put("aud", identity.audience())
                .put("email", identity.email())
                .put("exp", expiry.getEpochSecond()));
    String token =
        encode("{\"alg\":\"RS256\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8))
            + "."
            + encode(claims)
            + ".signature"
            + issued.size();
    issued.put(token, identity);
    return token;
  }

  private static String encode(byte[] part) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(part);
  }

  /** Whose token it is; empty when it was not made here or has expired. */
  synchronized Optional<Identity> verify(String token) {
    return Optional.ofNullable(issued.get(token))
        .filter(identity -> clock.instant().isBefore(identity.expiresAt()));
  }

  /** How many tokens were made. */
  public synchronized int issued() {
    return issued.size();
  }
}
