package dev.sigil.functions.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.Digests;
import dev.sigil.core.codehost.CodeHost;
import dev.sigil.core.codehost.HookDeliveries;
import dev.sigil.core.json.Json;
import dev.sigil.functions.webhook.GithubWebhookConfig;
import dev.sigil.functions.webhook.GithubWebhookFunction;
import dev.sigil.testkit.http.FakeHttpRequest;
import dev.sigil.testkit.http.FakeHttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The webhook of a {@link PipelineWorld}, and a sender of signed deliveries. */
final class WorldWebhook {
  private static final String SECRET = "a shared secret";

  private final GithubWebhookFunction function;

  WorldWebhook(PipelineWorld world) {
    function =
        new GithubWebhookFunction(
            new WebhookPorts(
                world.store,
                world.events,
                world.sources,
                CodeHost.NONE,
                HookDeliveries.NONE,
                world.clock),
            new GithubWebhookConfig(SECRET, null, GithubWebhookConfig.GRACE));
  }

  /** Sends an event; a payload that is sent again is the same delivery. */
  void deliver(String event, ObjectNode payload) {
    byte[] body = Json.bytes(payload);
    FakeHttpResponse answer =
        FakeHttpResponse.from(
            function,
            FakeHttpRequest.of("POST", "/webhooks/github")
                .header("Content-Type", "application/json")
                .header("X-GitHub-Delivery", Digests.sha256Hex(body).substring(0, 32))
                .header("X-GitHub-Event", event)
                .header("X-Hub-Signature-256", "sha256=" + signature(body))
                .body(body));
    assertThat(answer.status()).as(answer.text()).isIn(200, 202);
  }

  private static String signature(byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has HmacSHA256", e);
    }
  }
}
