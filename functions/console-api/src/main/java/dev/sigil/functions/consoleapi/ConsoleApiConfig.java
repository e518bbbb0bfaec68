package dev.sigil.functions.consoleapi;

import dev.sigil.core.Environment;
import dev.sigil.core.registry.RegistryNames;
import java.util.Map;

/**
 * Configuration of the console's API.
 *
 * @param names where servers are reached: {@code SIGIL_PUBLIC_URL}, {@code
 *     SIGIL_REGISTRY_NAMESPACE}
 */
public record ConsoleApiConfig(RegistryNames names) {
  public static ConsoleApiConfig from(Map<String, String> variables) {
    Environment environment = new Environment(variables);
    RegistryNames names = RegistryNames.from(environment);
    environment.check();
    return new ConsoleApiConfig(names);
  }
}
