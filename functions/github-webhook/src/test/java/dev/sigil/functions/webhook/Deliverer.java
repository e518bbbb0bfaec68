package dev.sigil.functions.webhook;

import dev.sigil.core.id.WorkspaceId;
import dev.sigil.http.HmacSha256;
import dev.sigil.testkit.FakePlatform;
import dev.sigil.testkit.http.FakeHttpRequest;
import dev.sigil.testkit.http.FakeHttpResponse;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Sends deliveries to a webhook on a platform in memory, as GitHub does. */
final class Deliverer {
  static final String SECRET = "a shared secret";
  private static final HmacSha256 HMAC = new HmacSha256(SECRET.getBytes(StandardCharsets.UTF_8));

  final FakePlatform platform = new FakePlatform();
  final GithubWebhookFunction function;

  Deliverer(@Nullable String workspace) {
    this.function =
        new GithubWebhookFunction(
            platform,
            new GithubWebhookConfig(
                SECRET,
                workspace == null ? null : new WorkspaceId(workspace),
                GithubWebhookConfig.GRACE));
  }

  FakeHttpResponse deliver(String id, String event, String payload) {
    return send(signed(id, event, payload.getBytes(StandardCharsets.UTF_8)));
  }

  FakeHttpResponse send(FakeHttpRequest request) {
    return FakeHttpResponse.from(function, request);
  }

  static FakeHttpRequest signed(String id, String event, byte[] body) {
    return FakeHttpRequest.of("POST", "/webhooks/github")
        .header("Content-Type", "application/json")
        .header("X-GitHub-Delivery", id)
        .header("X-GitHub-Event", event)
        .header("X-Hub-Signature-256", "sha256=" + HMAC.hex(body))
        .body(body);
  }
}
