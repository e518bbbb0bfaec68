package dev.sigil.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sigil.core.ConfigException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GcpConfigTest {
  private static final Map<String, String> SMALLEST =
      Map.of(
          "SIGIL_GCP_PROJECT", "sigil-prod",
          "SIGIL_GCP_REGION", "europe-west1",
          "SIGIL_GCP_SOURCE_BUCKET", "sigil-prod-sources",
          "SIGIL_GCP_IMAGE_REPOSITORY", "europe-west1-docker.pkg.dev/sigil-prod/sigil-servers",
          "SIGIL_GCP_BUILD_ACCOUNT", "build@sigil-prod.iam.gserviceaccount.com",
          "SIGIL_GCP_GATEWAY_ACCOUNT", "gateway@sigil-prod.iam.gserviceaccount.com");

  @Test
  void config_withOneProject_placesServersThere() {
    GcpConfig config = GcpConfig.from(SMALLEST);

    assertThat(config.cells()).containsExactly(new Cell("sigil-prod", "europe-west1"));
    assertThat(config.emulator()).isNull();
  }

  @Test
  void config_withCells_readsEach() {
    Map<String, String> variables = new HashMap<>(SMALLEST);
    variables.put("SIGIL_GCP_CELLS", "sigil-a1/us-central1, sigil-b2/europe-west4");

    assertThat(GcpConfig.from(variables).cells())
        .containsExactly(new Cell("sigil-a1", "us-central1"), new Cell("sigil-b2", "europe-west4"));
  }

  @Test
  void config_missingAll_namesEveryProblem() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> GcpConfig.from(Map.of("SIGIL_GCP_CELLS", "nowhere")))
        .withMessageContaining("SIGIL_GCP_PROJECT is not set")
        .withMessageContaining("SIGIL_GCP_SOURCE_BUCKET is not set")
        .withMessageContaining("SIGIL_GCP_CELLS must be project/region pairs");
  }
}
