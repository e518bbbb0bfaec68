package dev.sigil.functions.registryapi;

import dev.sigil.core.Environment;
import java.time.Duration;
import java.util.Map;

/**
 * Configuration of the registry.
 *
 * @param maxAge how long shared caches may keep an answer, {@code SIGIL_REGISTRY_MAX_AGE}
 */
public record RegistryApiConfig(Duration maxAge) {
  public static RegistryApiConfig from(Map<String, String> variables) {
    Environment environment = new Environment(variables);
    Duration maxAge = environment.duration("SIGIL_REGISTRY_MAX_AGE", Duration.ofSeconds(10));
    environment.check();
    return new RegistryApiConfig(maxAge);
  }
}
