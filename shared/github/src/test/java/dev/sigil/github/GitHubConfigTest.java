package dev.sigil.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sigil.core.ConfigException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GitHubConfigTest {
  private static final KeyPair KEYS = keys();
  private static final byte[] PKCS8 = KEYS.getPrivate().getEncoded();

  /* PKCS#8 of an RSA key of 2048 bits holds the PKCS#1 key behind its first 26 bytes. */
  private static final byte[] PKCS1 = Arrays.copyOfRange(PKCS8, 26, PKCS8.length);

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2_048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String kind, byte[] der) {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
            .encodeToString(der);
    return "-----BEGIN "
        + kind
        + "PRIVATE KEY-----\n"
        + body
        + "\n-----END "
        + kind
        + "PRIVATE KEY-----\n";
  }

  private static GitHubConfig read(String id, String key) {
    return GitHubConfig.from(Map.of("SIGIL_GITHUB_APP_ID", id, "SIGIL_GITHUB_APP_KEY", key));
  }

  @Test
  void key_inEitherForm_isRead() {
    for (String pem :
        new String[] {
          pem("RSA ", PKCS1), pem("", PKCS8), pem("RSA ", PKCS1).replace("\n", "\\n")
        }) {
      GitHubConfig.App app = Objects.requireNonNull(read("4711", pem).app());
      assertThat(((RSAPrivateKey) app.key()).getPrivateExponent())
          .isEqualTo(((RSAPrivateKey) KEYS.getPrivate()).getPrivateExponent());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "key",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"
      })
  void key_inAnotherForm_isRefusedWithoutQuotingIt(String key) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> read("4711", key))
        .withMessageContaining("SIGIL_GITHUB_APP_KEY must be a private RSA key")
        .matches(e -> !String.valueOf(e.getMessage()).contains("AAAA"));
  }

  @Test
  void idAndKey_goTogether() {
    assertThat(GitHubConfig.from(Map.of()).app()).isNull();
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> GitHubConfig.from(Map.of("SIGIL_GITHUB_APP_ID", "1")));
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> GitHubConfig.from(Map.of("SIGIL_GITHUB_APP_KEY", pem("", PKCS8))));
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.github.com, github.com",
    "https://github.example.com/api/v3/, github.example.com",
    "https://api.acme.ghe.com, acme.ghe.com",
    "http://127.0.0.1:8080, 127.0.0.1:8080"
  })
  void host_isTheOneOfCloneAddresses(String api, String host) {
    assertThat(GitHubConfig.from(Map.of("SIGIL_GITHUB_URL", api)).host()).isEqualTo(host);
  }

  @ParameterizedTest
  @ValueSource(strings = {"github.com", "ftp://github.com", "https://"})
  void address_thatIsNone_isRefused(String api) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> GitHubConfig.from(Map.of("SIGIL_GITHUB_URL", api)));
  }

  @Test
  void app_showsNoKey() {
    assertThat(read("4711", pem("", PKCS8)).toString()).contains("4711").doesNotContain("RSA");
  }
}
