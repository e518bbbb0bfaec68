package dev.sigil.gcp.runtime;

import java.time.Duration;

/**
 * Times that the runtime keeps to.
 *
 * @param pollFirst between the first two looks at something that takes long; doubles from look to
 *     look
 * @param pollMost between two later looks
 * @param operationLimit for one long-running operation, within the function's own time limit
 * @param startLimit until an instance listens; at most 240 s, as Cloud Run asks of a startup probe
 * @param requestLimit for one request, after which Cloud Run cuts it; at most 60 minutes
 * @param routeAge how old a route may be that the gateway goes by
 */
public record CloudRunSettings(
    Duration pollFirst,
    Duration pollMost,
    Duration operationLimit,
    Duration startLimit,
    Duration requestLimit,
    Duration routeAge) {
  public static final CloudRunSettings DEFAULT =
      new CloudRunSettings(
          Duration.ofMillis(500),
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(2),
          Duration.ofMinutes(15),
          Duration.ofSeconds(5));
}
