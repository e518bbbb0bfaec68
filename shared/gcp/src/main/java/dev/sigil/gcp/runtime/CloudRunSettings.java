package dev.sigil.gcp.runtime;

import dev.sigil.core.Environment;
import java.time.Duration;
import java.util.Map;

/**
 * Bounds that the runtime keeps to.
 *
 * @param servicesPerCell the most servers of one project and region
 * @param pollFirst between the first two looks at something that takes long; doubles from look to
 *     look
 * @param pollMost between two later looks
 * @param operationLimit for one long-running operation, within the function's own time limit
 * @param startLimit until an instance listens; at most 240 s, as Cloud Run asks of a startup probe
 * @param requestLimit for one request, after which Cloud Run cuts it; at most 60 minutes
 * @param routeAge how old a route may be that the gateway goes by
 */
public record CloudRunSettings(
    int servicesPerCell,
    Duration pollFirst,
    Duration pollMost,
    Duration operationLimit,
    Duration startLimit,
    Duration requestLimit,
    Duration routeAge) {
  private static final int MOST_SERVICES = 100_000;

  public static final CloudRunSettings DEFAULT =
      new CloudRunSettings(
          1_000,
          Duration.ofMillis(500),
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(2),
          Duration.ofMinutes(15),
          Duration.ofSeconds(5));

  /**
   * Reads the environment.
   *
   * @throws dev.sigil.core.ConfigException naming every problem
   */
  public static CloudRunSettings from(Map<String, String> variables) {
    Environment environment = new Environment(variables);
    int services =
        environment.integer("SIGIL_GCP_CELL_CAPACITY", DEFAULT.servicesPerCell, 1, MOST_SERVICES);
    environment.check();
    return new CloudRunSettings(
        services,
        DEFAULT.pollFirst,
        DEFAULT.pollMost,
        DEFAULT.operationLimit,
        DEFAULT.startLimit,
        DEFAULT.requestLimit,
        DEFAULT.routeAge);
  }
}
