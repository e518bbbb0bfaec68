package dev.sigil.functions.scanjob;

import dev.sigil.core.Environment;
import dev.sigil.core.source.SourceLimits;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the scan.
 *
 * @param limits how much source is taken in
 * @param waived fingerprints of findings that the operator accepts, from {@code SIGIL_SCAN_WAIVED},
 *     separated by commas
 * @param advisories an advisory index, or the OSV dump to make one of, from {@code
 *     SIGIL_ADVISORIES}
 * @param advisoryService an OSV service to ask as well, from {@code SIGIL_OSV_URL}; it learns the
 *     names and versions of dependencies
 */
public record ScanJobConfig(
    SourceLimits limits,
    Set<String> waived,
    @Nullable Path advisories,
    @Nullable URI advisoryService) {
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
    String advisories = environment.text("SIGIL_ADVISORIES", "");
    String service =
        environment.value("SIGIL_OSV_URL", "", ScanJobConfig::address, "an http or https address");
    environment.check();
    return new ScanJobConfig(
        limits,
        waived,
        advisories.isEmpty() ? null : Path.of(advisories),
        service.isEmpty() ? null : URI.create(service));
  }

  private static String address(String text) {
    if (!text.matches("https?://[^/]+.*")) {
      throw new IllegalArgumentException(text);
    }
    return URI.create(text).toString();
  }
}
