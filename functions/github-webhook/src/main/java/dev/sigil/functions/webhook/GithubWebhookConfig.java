package dev.sigil.functions.webhook;

import dev.sigil.core.Environment;
import dev.sigil.core.account.WorkspaceId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of the webhook.
 *
 * @param secret shared with GitHub, {@code SIGIL_GITHUB_WEBHOOK_SECRET}
 * @param workspace takes every repository, {@code SIGIL_WORKSPACE}; null: each its owner's
 */
public record GithubWebhookConfig(String secret, @Nullable WorkspaceId workspace) {
  public static GithubWebhookConfig from(Map<String, String> variables) {
    Environment environment = new Environment(variables);
    String secret = environment.required("SIGIL_GITHUB_WEBHOOK_SECRET");
    String workspace = environment.text("SIGIL_WORKSPACE", "");
    environment.check();
    return new GithubWebhookConfig(secret, workspace.isEmpty() ? null : new WorkspaceId(workspace));
  }

  @Override
  public String toString() {
    return "GithubWebhookConfig[workspace=" + workspace + "]";
  }
}
