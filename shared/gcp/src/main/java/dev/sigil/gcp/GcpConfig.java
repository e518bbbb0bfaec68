package dev.sigil.gcp;

import dev.sigil.core.Environment;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where on Google Cloud the platform lives. Terraform sets the same values for every function.
 *
 * @param home the project and region of the control plane
 * @param cells where hosted servers are placed; at least one
 * @param database the Firestore database
 * @param topicPrefix precedes each topic's and subscription's id
 * @param sourceBucket takes the sources that builds read
 * @param imageRepository host and path in Artifact Registry that images are pushed below
 * @param buildAccount e-mail of the service account that builds run as
 * @param gatewayAccount e-mail of the only service account that may call hosted servers
 * @param emulator {@code host:port} that answers for every service but Firestore and Pub/Sub, in
 *     plain text and without credentials; null for Google Cloud itself
 */
public record GcpConfig(
    Cell home,
    List<Cell> cells,
    String database,
    String topicPrefix,
    String sourceBucket,
    String imageRepository,
    String buildAccount,
    String gatewayAccount,
    @Nullable String emulator) {
  public GcpConfig {
    cells = List.copyOf(cells);
  }

  /**
   * Reads the environment.
   *
   * @throws dev.sigil.core.ConfigException naming every problem
   */
  public static GcpConfig from(Map<String, String> variables) {
    Environment environment = new Environment(variables);
    Cell home =
        new Cell(
            environment.required("SIGIL_GCP_PROJECT"), environment.required("SIGIL_GCP_REGION"));
    String emulator = environment.text("SIGIL_GCP_EMULATOR_HOST", "");
    GcpConfig config =
        new GcpConfig(
            home,
            environment.value(
                "SIGIL_GCP_CELLS",
                List.of(home),
                GcpConfig::cells,
                "project/region pairs separated by commas"),
            environment.text("SIGIL_GCP_DATABASE", "(default)"),
            environment.text("SIGIL_GCP_TOPIC_PREFIX", "sigil-"),
            environment.required("SIGIL_GCP_SOURCE_BUCKET"),
            environment.required("SIGIL_GCP_IMAGE_REPOSITORY"),
            environment.required("SIGIL_GCP_BUILD_ACCOUNT"),
            environment.required("SIGIL_GCP_GATEWAY_ACCOUNT"),
            emulator.isEmpty() ? null : emulator);
    environment.check();
    return config;
  }

  private static List<Cell> cells(String text) {
    return Stream.of(text.split(",", -1)).map(String::strip).map(Cell::parse).toList();
  }
}
