package dev.sigil.functions.webhook;

import dev.sigil.core.Environment;
import dev.sigil.core.SigilException;
import dev.sigil.core.id.WorkspaceId;
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
    WorkspaceId workspace = workspace(environment);
    environment.check();
    return new GithubWebhookConfig(secret, workspace);
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
