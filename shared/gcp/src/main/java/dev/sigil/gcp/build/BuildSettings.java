package dev.sigil.gcp.build;

import com.google.cloudbuild.v1.BuildOptions.MachineType;
import dev.sigil.core.Environment;
import dev.sigil.core.source.SourceLimits;
import java.time.Duration;
import java.util.Map;

/**
 * Bounds of one build.
 *
 * @param timeout for the build itself, from {@code SIGIL_BUILD_TIMEOUT}; at most 24 hours, as Cloud
 *     Build asks
 * @param queueTime how long it may wait for a worker
 * @param machine from {@code SIGIL_GCP_BUILD_MACHINE}; {@code UNSPECIFIED} is Cloud Build's default
 * @param limits how much source is taken in
 */
public record BuildSettings(
    Duration timeout, Duration queueTime, MachineType machine, SourceLimits limits) {
  private static final Duration LONGEST = Duration.ofHours(24);
  private static final Duration QUEUE = Duration.ofMinutes(30);

  public BuildSettings {
    if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a build takes 1 second to 24 hours");
    }
  }

  /**
   * Reads the environment.
   *
   * @throws dev.sigil.core.ConfigException naming every problem
   */
  public static BuildSettings from(Map<String, String> variables) {
    Environment environment = new Environment(variables);
    Duration timeout = environment.duration("SIGIL_BUILD_TIMEOUT", Duration.ofMinutes(15));
    MachineType machine =
        environment.value(
            "SIGIL_GCP_BUILD_MACHINE",
            MachineType.UNSPECIFIED,
            MachineType::valueOf,
            "a machine type of Cloud Build such as E2_HIGHCPU_8");
    SourceLimits limits = SourceLimits.from(environment);
    boolean bounded = timeout.compareTo(Duration.ZERO) > 0 && timeout.compareTo(LONGEST) <= 0;
    if (!bounded) {
      environment.refuse("SIGIL_BUILD_TIMEOUT must be longer than nothing and at most 24h");
    }
    environment.check();
    return new BuildSettings(timeout, QUEUE, machine, limits);
  }
}
