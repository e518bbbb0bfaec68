package dev.sigil.functions.consoleapi.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sigil.core.ConfigException;
import dev.sigil.functions.consoleapi.ConsoleApiConfig;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignInConfigTest {
  private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

  private static Map<String, String> complete() {
    Map<String, String> variables = new HashMap<>();
    variables.put("SIGIL_PUBLIC_URL", "https://sigil.example");
    variables.put("SIGIL_GITHUB_CLIENT_ID", "Iv1.client");
    variables.put("SIGIL_GITHUB_CLIENT_SECRET", "hidden");
    variables.put("SIGIL_SESSION_KEYS", KEY + ", " + KEY);
    return variables;
  }

  private static SignInConfig read(Map<String, String> variables) {
    return Objects.requireNonNull(ConsoleApiConfig.from(variables).signIn());
  }

  @Test
  void withoutAClient_nobodySignsIn() {
    assertThat(ConsoleApiConfig.from(Map.of("SIGIL_SESSION_KEYS", KEY)).signIn()).isNull();
  }

  @Test
  void complete_isReadAndShowsNoSecret() {
    SignInConfig config = read(complete());
    assertThat(config.cookieKeys()).hasSize(2);
    assertThat(config.web()).hasToString("https://github.com");
    assertThat(config.host()).isEqualTo("github.com");
    assertThat(config.toString()).doesNotContain("hidden", KEY);
  }

  @Test
  void enterpriseServer_hasItsPagesAboveItsApi() {
    Map<String, String> variables = complete();
    variables.put("SIGIL_GITHUB_URL", "https://Github.example.com:8443/api/v3/");
    SignInConfig config = read(variables);
    assertThat(config.api()).hasToString("https://Github.example.com:8443/api/v3");
    assertThat(config.web()).hasToString("https://github.example.com:8443");
  }

  @ParameterizedTest
  @CsvSource({
    "SIGIL_GITHUB_CLIENT_ID, '', go together",
    "SIGIL_GITHUB_CLIENT_SECRET, '', go together",
    "SIGIL_SESSION_KEYS, '', go together",
    "SIGIL_SESSION_KEYS, c2hvcnQ=, at least 32 bytes",
    "SIGIL_SESSION_KEYS, no base 64, at least 32 bytes",
    "SIGIL_PUBLIC_URL, http://sigil.example, must be https",
  })
  void whatIsMissingOrWrong_isNamed(String name, String value, String problem) {
    Map<String, String> variables = complete();
    variables.put(name, value);
    assertThatThrownBy(() -> ConsoleApiConfig.from(variables))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void ownMachine_needsNoHttps() {
    Map<String, String> variables = complete();
    variables.put("SIGIL_PUBLIC_URL", "http://127.0.0.1:8080");
    assertThat(read(variables).publicUrl()).hasToString("http://127.0.0.1:8080");
  }
}
