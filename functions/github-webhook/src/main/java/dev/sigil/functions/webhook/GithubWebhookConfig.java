package dev.sigil.functions.webhook;

import dev.sigil.core.Environment;
import dev.sigil.core.SigilException;
import dev.sigil.core.id.WorkspaceId;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of the webhook.
 *
 * @param secret shared with GitHub, {@code SIGIL_GITHUB_WEBHOOK_SECRET}
 * @param workspace takes every repository, {@code SIGIL_WORKSPACE}; null: each its owner's
 * @param grace how long a server whose source is lost is served on, {@code SIGIL_DETACHED_GRACE}
 */
public record GithubWebhookConfig(String secret, @Nullable WorkspaceId workspace, Duration grace) {
  /** Long enough to notice and to install the App again. */
  public static final Duration GRACE = Duration.ofDays(14);

  public static GithubWebhookConfig from(Map<String, String> variables) {
    Environment environment = new Environment(variables);
    String secret = environment.required("SIGIL_GITHUB_WEBHOOK_SECRET");
    WorkspaceId workspace = workspace(environment);
    Duration grace = environment.duration("SIGIL_DETACHED_GRACE", GRACE);
    if (grace.isNegative()) {
      environment.refuse("SIGIL_DETACHED_GRACE must not be negative");
    }
    environment.check();
    return new GithubWebhookConfig(secret, workspace, grace);
  }

  private static @Nullable WorkspaceId workspace(Environment environment) {
    String name = environment.text("SIGIL_WORKSPACE", "");
    try {
      return name.isEmpty() ? null : new WorkspaceId(name);
    } catch (SigilException e) {
      environment.refuse("SIGIL_WORKSPACE is not the name of a workspace");
      return null;
    }
  }

  @Override
  public String toString() {
    return "GithubWebhookConfig[workspace=" + workspace + "]";
  }
}
