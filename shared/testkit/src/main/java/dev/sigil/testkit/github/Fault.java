package dev.sigil.testkit.github;

import java.time.Duration;
import java.util.Map;

/**
 * A request that goes wrong.
 *
 * @param delay before the answer
 * @param status of the answer; 0 cuts the connection
 */
public record Fault(Duration delay, int status, Map<String, String> headers) {
  public Fault {
    headers = Map.copyOf(headers);
  }

  public static Fault answering(int status, Map<String, String> headers) {
    return new Fault(Duration.ZERO, status, headers);
  }

  public static Fault cut() {
    return new Fault(Duration.ZERO, 0, Map.of());
  }
}
