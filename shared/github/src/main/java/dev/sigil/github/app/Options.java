package dev.sigil.github.app;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code scripts/create-github-app} was asked for.
 *
 * @param url where the platform answers
 * @param github web address of GitHub
 * @param organization that will own the App; null for the person who clicks
 * @param project whose Secret Manager takes the secrets; null when they go to {@code output}
 * @param open whether others may install the App
 * @param port of the local page; 0 takes a free one
 */
record Options(
    URI url,
    URI github,
    String name,
    @Nullable String organization,
    @Nullable String project,
    @Nullable Path output,
    boolean open,
    int port) {
  private static final String PUBLIC_GITHUB = "https://github.com";
  private static final int MAX_NAME = 34;
  private static final Pattern LOGIN = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})");
  private static final Pattern PROJECT = Pattern.compile("[a-z][a-z0-9-]{4,28}[a-z0-9]");
  private static final Set<String> VALUES =
      Set.of("--url", "--github", "--name", "--organization", "--project", "--output", "--port");

  /** An argument is missing or wrong; the message says which. */
  static final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
      super(message);
    }
  }

  static Options parse(String... arguments) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < arguments.length; i++) {
      String name = arguments[i];
      if (name.equals("--public")) {
        given.put(name, "");
      } else if (!VALUES.contains(name)) {
        throw new UsageException("Unknown argument: " + name);
      } else if (++i == arguments.length) {
        throw new UsageException(name + " needs a value.");
      } else {
        given.put(name, arguments[i]);
      }
    }
    return of(given);
  }

  private static Options of(Map<String, String> given) {
    String url = given.get("--url");
    String project = given.get("--project");
    String output = given.get("--output");
    if (url == null) {
      throw new UsageException("--url is missing: where will the platform answer?");
    }
    if ((project == null) == (output == null)) {
      throw new UsageException("Say where the secrets go: --project or --output, one of them.");
    }
    URI platform = address("--url", url);
    String name = given.getOrDefault("--name", "Sigil " + platform.getHost());
    return new Options(
        platform,
        address("--github", given.getOrDefault("--github", PUBLIC_GITHUB)),
        name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name,
        matching("--organization", given.get("--organization"), LOGIN),
        matching("--project", project, PROJECT),
        output == null ? null : Path.of(output),
        given.containsKey("--public"),
        port(given.getOrDefault("--port", "0")));
  }

  private static @Nullable String matching(String name, @Nullable String value, Pattern shape) {
    if (value != null && !shape.matcher(value).matches()) {
      throw new UsageException(name + " is not a name of that kind: " + value);
    }
    return value;
  }

  private static URI address(String name, String text) {
    try {
      URI address = URI.create(text.replaceAll("/+$", ""));
      String scheme = String.valueOf(address.getScheme());
      if (address.getHost() != null && (scheme.equals("https") || scheme.equals("http"))) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      throw new UsageException(name + " is not an address: " + text);
    }
    throw new UsageException(name + " must begin with https:// or http://");
  }

  private static int port(String text) {
    if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
      throw new UsageException("--port must be within 0..65535");
    }
    return Integer.parseInt(text);
  }

  /** Where GitHub takes a manifest. */
  String registration(String state) {
    String owner = organization == null ? "" : "/organizations/" + organization;
    return github + owner + "/settings/apps/new?state=" + state;
  }

  /** The base of GitHub's API. */
  URI api() {
    return github.toString().equals(PUBLIC_GITHUB)
        ? URI.create("https://api.github.com")
        : URI.create(github + "/api/v3");
  }
}
