package dev.sigil.functions.scanjob;

import dev.sigil.core.Environment;
import dev.sigil.core.scan.ScanEngine;
import dev.sigil.core.scan.policy.Judgements;
import dev.sigil.core.source.SourceLimits;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the scan.
 *
 * @param limits how much source is taken in
 * @param waived fingerprints of findings that the operator accepts, from {@code SIGIL_SCAN_WAIVED},
 *     separated by commas
 * @param additions what is added to what ships: advisories from {@code SIGIL_ADVISORIES} (an index,
 *     or the OSV dump to make one of), an OSV service from {@code SIGIL_OSV_URL}, and rules for
 *     secrets from {@code SIGIL_SECRET_RULES} (a gitleaks configuration)
 */
public record ScanJobConfig(
    SourceLimits limits, Set<String> waived, ScanEngine.Additions additions) {
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
    Set<String> waived = Judgements.waivedByOperator(environment);
    String advisories = environment.text("SIGIL_ADVISORIES", "");
    String rules = environment.text("SIGIL_SECRET_RULES", "");
    String service =
        environment.value("SIGIL_OSV_URL", "", ScanJobConfig::address, "an http or https address");
    environment.check();
    return new ScanJobConfig(
        limits,
        waived,
        new ScanEngine.Additions(
            path(advisories), service.isEmpty() ? null : URI.create(service), path(rules)));
  }

  private static @Nullable Path path(String text) {
    return text.isEmpty() ? null : Path.of(text);
  }

  private static String address(String text) {
    if (!text.matches("https?://[^/]+.*")) {
      throw new IllegalArgumentException(text);
    }
    return URI.create(text).toString();
  }
}
