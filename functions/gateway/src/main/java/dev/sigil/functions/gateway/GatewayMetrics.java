package dev.sigil.functions.gateway;

import dev.sigil.core.id.DeploymentId;

/** Told about every request that reached a deployment. Called on event loops: never blocks. */
public interface GatewayMetrics {
  /**
   * A request ended, in whatever way.
   *
   * @param status what the client was answered; 499 when it left before an answer
   * @param requestBytes of the body, as far as it was read
   * @param responseBytes of the body, as far as it was written
   * @param nanos from the end of the request's head to the end of the answer
   * @param broken the answer began and did not end well
   */
  void completed(
      DeploymentId deployment,
      int status,
      long requestBytes,
      long responseBytes,
      long nanos,
      boolean broken);
}
