package dev.sigil.github;

import dev.sigil.core.Environment;
import dev.sigil.core.codehost.GitHubAddress;
import java.net.URI;
import java.security.PrivateKey;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which GitHub, and as which App.
 *
 * @param api base address of the REST API, without a slash at its end
 * @param app null when only public repositories are read
 */
public record GitHubConfig(URI api, @Nullable App app) {
  /**
   * A GitHub App's identity.
   *
   * @param id the App's number or client id
   */
  public record App(String id, PrivateKey key) {
    @Override
    public String toString() {
      return "App " + id;
    }
  }

  /**
   * Reads {@code SIGIL_GITHUB_URL}, {@code SIGIL_GITHUB_APP_ID} and {@code SIGIL_GITHUB_APP_KEY}.
   *
   * @throws dev.sigil.core.ConfigException naming every problem
   */
  public static GitHubConfig from(Map<String, String> variables) {
    Environment environment = new Environment(variables);
    URI api = GitHubAddress.from(environment).api();
    String id = environment.text("SIGIL_GITHUB_APP_ID", "");
    Optional<PrivateKey> key =
        environment.value(
            "SIGIL_GITHUB_APP_KEY",
            Optional.empty(),
            pem -> Optional.of(AppKey.parse(pem)),
            "a private RSA key in PEM form");
    boolean keyGiven = !environment.text("SIGIL_GITHUB_APP_KEY", "").isEmpty();
    if (id.isEmpty() == keyGiven) {
      environment.refuse("SIGIL_GITHUB_APP_ID and SIGIL_GITHUB_APP_KEY go together");
    }
    environment.check();
    return new GitHubConfig(api, key.map(found -> new App(id, found)).orElse(null));
  }

  /** The host that clone addresses name, with its port where it has one. */
  String host() {
    return new GitHubAddress(api).host();
  }
}
