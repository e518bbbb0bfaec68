package dev.sigil.functions.buildtrigger;

import dev.sigil.core.Environment;
import dev.sigil.core.source.SourceLimits;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Settings of the build trigger.
 *
 * @param limits how much source is taken in
 * @param bridgeImage the image that holds the stdio bridge, from {@code SIGIL_BRIDGE_IMAGE}; only
 *     builds of images use it
 */
public record BuildTriggerConfig(SourceLimits limits, String bridgeImage) {
  private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:@-]{0,300}");

  /**
   * Reads the environment.
   *
   * @throws dev.sigil.core.ConfigException naming every problem
   */
  public static BuildTriggerConfig from(Map<String, String> variables) {
    Environment environment = new Environment(variables);
    SourceLimits limits = SourceLimits.from(environment);
    String bridgeImage = environment.text("SIGIL_BRIDGE_IMAGE", "sigil-bridge:latest");
    if (!IMAGE.matcher(bridgeImage).matches()) {
      environment.refuse("SIGIL_BRIDGE_IMAGE must be an image reference");
    }
    environment.check();
    return new BuildTriggerConfig(limits, bridgeImage);
  }
}
