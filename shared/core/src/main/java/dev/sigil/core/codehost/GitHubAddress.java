package dev.sigil.core.codehost;

import dev.sigil.core.Environment;
import java.net.URI;
import java.util.Locale;

/**
 * Where a GitHub is: the one that everybody shares, or an enterprise's own server.
 *
 * @param api base address of the REST API, without a slash at its end
 */
public record GitHubAddress(URI api) {
  private static final GitHubAddress SHARED =
      new GitHubAddress(URI.create("https://api.github.com"));

  /** Reads {@code SIGIL_GITHUB_URL}; the shared one without it. */
  public static GitHubAddress from(Environment environment) {
    return environment.value(
        "SIGIL_GITHUB_URL",
        SHARED,
        GitHubAddress::parse,
        "an http or https address such as https://github.example.com/api/v3");
  }

  private static GitHubAddress parse(String text) {
    URI address = URI.create(text.replaceAll("/+$", ""));
    String scheme = String.valueOf(address.getScheme());
    if (address.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
      throw new IllegalArgumentException("not an address");
    }
    return new GitHubAddress(address);
  }

  /**
   * Where people see it, without a slash at its end: of {@code api.github.com} it is {@code
   * github.com}, of an enterprise's own server the address without {@code /api/v3}.
   */
  public URI web() {
    return URI.create(api.getScheme() + "://" + host());
  }

  /** The host that clone addresses and accounts name, with its port where it has one. */
  public String host() {
    String authority = api.getAuthority().toLowerCase(Locale.ROOT);
    return authority.startsWith("api.") ? authority.substring("api.".length()) : authority;
  }
}
