package dev.sigil.functions.consoleapi;

import dev.sigil.core.Environment;
import dev.sigil.core.registry.RegistryNames;
import dev.sigil.functions.consoleapi.signin.SignInConfig;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of the console's API.
 *
 * @param names where servers are reached: {@code SIGIL_PUBLIC_URL}, {@code
 *     SIGIL_REGISTRY_NAMESPACE}
 * @param signIn null where nobody signs in, and API keys are all there is
 */
public record ConsoleApiConfig(RegistryNames names, @Nullable SignInConfig signIn) {
  public static ConsoleApiConfig from(Map<String, String> variables) {
    Environment environment = new Environment(variables);
    RegistryNames names = RegistryNames.from(environment);
    SignInConfig signIn = SignInConfig.from(environment, names.publicUrl()).orElse(null);
    environment.check();
    return new ConsoleApiConfig(names, signIn);
  }
}
