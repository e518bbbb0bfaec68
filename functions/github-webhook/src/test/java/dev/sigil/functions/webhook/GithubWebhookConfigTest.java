package dev.sigil.functions.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sigil.core.ConfigException;
import dev.sigil.core.id.WorkspaceId;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GithubWebhookConfigTest {
  @Test
  void secret_isRequired() {
    assertThatThrownBy(() -> GithubWebhookConfig.from(Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("SIGIL_GITHUB_WEBHOOK_SECRET");
  }

  @Test
  void everyProblem_isReportedAtOnce() {
    assertThatThrownBy(() -> GithubWebhookConfig.from(Map.of("SIGIL_WORKSPACE", "No Name")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("SIGIL_GITHUB_WEBHOOK_SECRET")
        .hasMessageContaining("SIGIL_WORKSPACE");
  }

  @Test
  void workspace_isOptional() {
    Map<String, String> secret = Map.of("SIGIL_GITHUB_WEBHOOK_SECRET", "s3cret");
    assertThat(GithubWebhookConfig.from(secret).workspace()).isNull();
    GithubWebhookConfig single =
        GithubWebhookConfig.from(
            Map.of("SIGIL_GITHUB_WEBHOOK_SECRET", "s3cret", "SIGIL_WORKSPACE", "local"));
    assertThat(single.workspace()).isEqualTo(new WorkspaceId("local"));
    assertThat(single.toString()).doesNotContain("s3cret");
  }
}
