package dev.sigil.functions.gateway;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which browser origins may call. Guards servers on private addresses against pages that rebind
 * their own name to one (MCP, Streamable HTTP, security warning).
 *
 * @param any everybody may
 * @param loopback pages from this machine may, on any port
 * @param exact these may, as {@code scheme://host[:port]}
 */
public record Origins(boolean any, boolean loopback, Set<String> exact) {
  private static final Set<String> LOOPBACK_HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");

  public Origins {
    exact = Set.copyOf(exact);
  }

  /**
   * Reads the configured form.
   *
   * @param text {@code *}, or a list of origins and {@code loopback}, separated by commas
   * @throws IllegalArgumentException when an element is neither
   */
  public static Origins parse(String text) {
    Set<String> entries =
        Arrays.stream(text.split(",", -1)).map(String::strip).collect(Collectors.toSet());
    boolean any = entries.remove("*");
    boolean loopback = entries.remove("loopback");
    for (String entry : entries) {
      URI uri = URI.create(entry);
      if (uri.getScheme() == null || uri.getHost() == null || !uri.getRawPath().isEmpty()) {
        throw new IllegalArgumentException("not an origin");
      }
    }
    return new Origins(any, loopback, entries);
  }

  public boolean allows(String origin) {
    return any || exact.contains(origin) || (loopback && isLoopback(origin));
  }

  private static boolean isLoopback(String origin) {
    try {
      String host = new URI(origin).getHost();
      return host != null && LOOPBACK_HOSTS.contains(host);
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
