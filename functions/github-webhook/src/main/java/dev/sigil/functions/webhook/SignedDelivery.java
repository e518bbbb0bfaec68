package dev.sigil.functions.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.Digests;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.json.Json;
import dev.sigil.http.HmacSha256;
import dev.sigil.http.InvalidFieldException;
import dev.sigil.http.JsonBody;
import dev.sigil.http.Request;
import java.util.regex.Pattern;

/**
 * A delivery whose body GitHub signed. Its id and event are in headers, which no signature covers,
 * so the digest of the body stands for what was signed.
 *
 * @param id of the delivery; GitHub keeps it when it delivers again
 * @param event such as {@code push}
 * @param digest hex SHA-256 of the body
 */
record SignedDelivery(String id, String event, String digest, JsonNode payload) {
  static final int MAX_BYTES = 25 * 1024 * 1024;
  private static final String SCHEME = "sha256=";
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");
  private static final Pattern EVENT = Pattern.compile("[a-z0-9_]{1,64}");

  /**
   * Reads the body within GitHub's own bound, verifies it, and only then parses it.
   *
   * @throws SigilException {@code UNAUTHENTICATED} when the signature is missing, malformed or not
   *     the body's
   */
  static SignedDelivery read(Request request, HmacSha256 hmac) {
    String signature =
        request
            .header("X-Hub-Signature-256")
            .orElseThrow(
                () -> refused("has no X-Hub-Signature-256 header", "Set a secret in the webhook."));
    if (!signature.startsWith(SCHEME) || signature.length() != SCHEME.length() + 64) {
      throw refused("has a malformed signature", "It is sha256= and 64 hex digits.");
    }
    byte[] body = request.body(MAX_BYTES);
    if (!hmac.verify(body, signature.substring(SCHEME.length()))) {
      throw refused(
          "has a signature that is not the body's",
          "Set the same secret in the webhook and in SIGIL_GITHUB_WEBHOOK_SECRET.");
    }
    JsonBody.requireType(request);
    return new SignedDelivery(
        named(request, "X-GitHub-Delivery", ID),
        named(request, "X-GitHub-Event", EVENT),
        Digests.sha256Hex(body),
        object(body));
  }

  private static JsonNode object(byte[] body) {
    JsonNode payload = Json.parse(body);
    if (!payload.isObject()) {
      throw new SigilException(ErrorCode.INVALID_REQUEST, "The payload is not a JSON object.");
    }
    return payload;
  }

  private static String named(Request request, String header, Pattern shape) {
    return request
        .header(header)
        .filter(value -> shape.matcher(value).matches())
        .orElseThrow(
            () -> new InvalidFieldException(header, "The header is missing or malformed."));
  }

  private static SigilException refused(String why, String hint) {
    return new SigilException(ErrorCode.UNAUTHENTICATED, "The delivery " + why + ".", hint);
  }
}
