package dev.sigil.github;

import dev.sigil.core.Environment;
import java.net.URI;
import java.security.PrivateKey;
import java.util.Locale;
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
  private static final String PUBLIC_API = "https://api.github.com";

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
    URI api =
        environment.value(
            "SIGIL_GITHUB_URL",
            URI.create(PUBLIC_API),
            GitHubConfig::address,
            "an http or https address such as https://github.example.com/api/v3");
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

  private static URI address(String text) {
    URI address = URI.create(text.replaceAll("/+$", ""));
    String scheme = String.valueOf(address.getScheme());
    if (address.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
      throw new IllegalArgumentException("not an address");
    }
    return address;
  }

  /**
   * Where people see it, without a slash at its end: of {@code api.github.com} it is {@code
   * github.com}, of an enterprise's own server the address without {@code /api/v3}.
   */
  public URI web() {
    String authority = api.getAuthority().toLowerCase(Locale.ROOT);
    return URI.create(
        api.getScheme()
            + "://"
            + (authority.startsWith("api.") ? authority.substring("api.".length()) : authority));
  }

  /** The host that clone addresses name, with its port where it has one. */
  String host() {
    return web().getAuthority();
  }
}
