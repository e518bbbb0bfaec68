package dev.sigil.functions.allinone.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.json.Json;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Sends deliveries as GitHub does. */
final class Webhook {
  static final String NO_COMMIT = "0".repeat(40);

  private final PlatformProcess platform;

  Webhook(PlatformProcess platform) {
    this.platform = platform;
  }

  /** A push to main; {@code second} orders pushes as GitHub's own clock does. */
  HttpResponse<String> push(
      GitRepository repository, String before, String after, long second, String delivery) {
    return deliver("push", delivery, Json.bytes(payload(repository, before, after, second)));
  }

  HttpResponse<String> deliver(String event, String delivery, byte[] body) {
    return deliver(event, delivery, body, "sha256=" + hmac(platform.webhookSecret(), body));
  }

  HttpResponse<String> deliver(String event, String delivery, byte[] body, String signature) {
    return platform.send(
        HttpRequest.newBuilder(URI.create(platform.url() + "/webhooks/github"))
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", "application/json")
            .header("X-GitHub-Event", event)
            .header("X-GitHub-Delivery", delivery)
            .header("X-Hub-Signature-256", signature)
            .POST(BodyPublishers.ofByteArray(body))
            .build());
  }

  static ObjectNode payload(GitRepository repository, String before, String after, long second) {
    ObjectNode payload = Json.object().put("ref", "refs/heads/main");
    payload.put("before", before).put("after", after).put("deleted", false);
    ObjectNode about = payload.putObject("repository");
    String name = repository.path().getFileName().toString();
    about.put("id", 1).put("name", name).put("full_name", "acme/" + name);
    about.put("default_branch", "main").put("pushed_at", second);
    about.put("clone_url", "file://" + repository.path());
    about.putObject("owner").put("login", "acme");
    payload.putObject("head_commit").put("id", after).put("message", "A change");
    payload.putObject("pusher").put("name", "example");
    return payload;
  }

  /** A pull request against main: 7 from a branch of the repository, 8 from a fork of it. */
  HttpResponse<String> pullRequest(
      GitRepository repository, String action, String head, boolean fork, Instant at) {
    ObjectNode payload = payload(repository, NO_COMMIT, head, 1);
    int number = fork ? 8 : 7;
    payload.put("action", action).put("number", number);
    ObjectNode pull = payload.putObject("pull_request").put("number", number).put("draft", false);
    pull.put("state", action.equals("closed") ? "closed" : "open").put("merged", false);
    pull.put("updated_at", at.toString()).putObject("user").put("login", "eve");
    pull.putObject("head").put("sha", head).putObject("repo").put("id", fork ? 2 : 1);
    pull.putObject("base").put("ref", "main").putObject("repo").put("id", 1);
    return deliver("pull_request", action + "-" + number + "-" + head, Json.bytes(payload));
  }

  static String hmac(String secret, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has HmacSHA256", e);
    }
  }
}
