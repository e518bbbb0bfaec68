package dev.sigil.functions.scanjob;

import dev.sigil.core.Environment;
import dev.sigil.core.source.SourceLimits;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Settings of the scan.
 *
 * @param limits how much source is taken in
 * @param waived fingerprints of findings that the operator accepts, from {@code SIGIL_SCAN_WAIVED},
 *     separated by commas
 */
public record ScanJobConfig(SourceLimits limits, Set<String> waived) {
  public ScanJobConfig {
    waived = Set.copyOf(waived);
  }

  /**
   * Reads the environment.
   *
   * @throws dev.sigil.core.ConfigException naming every problem
   */
  public static ScanJobConfig from(Map<String, String> variables) {
    Environment environment = new Environment(variables);
    SourceLimits limits = SourceLimits.from(environment);
    Set<String> waived =
        Arrays.stream(environment.text("SIGIL_SCAN_WAIVED", "").split(",", -1))
            .map(String::strip)
            .filter(fingerprint -> !fingerprint.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
    environment.check();
    return new ScanJobConfig(limits, waived);
  }
}
