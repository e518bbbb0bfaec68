package dev.sigil.scanner.behaviour;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hosts that are written into a program. */
final class Hosts {
  private static final Pattern URL =
      Pattern.compile("(?i)^(?:https?|wss?|ftp)://(?:[^/@\\s]*@)?([a-z0-9.-]+|\\[[0-9a-f:.]+])");
  private static final int SHORTEST_SCHEME = 2;
  private static final int LONGEST_SCHEME = 5;
  private static final Pattern OWN =
      Pattern.compile(
          "localhost|127\\..*|0\\.0\\.0\\.0|\\[::1?]|.*\\.(local|localhost|internal|lan)"
              + "|10\\..*|192\\.168\\..*|172\\.(1[6-9]|2\\d|3[01])\\..*|[^.]*|(www\\.)?w3\\.org"
              + "|json-schema\\.org|schemas?\\..*|modelcontextprotocol\\.io");

  private Hosts() {}

  /** The host of an address in lower case; empty for what is no address. */
  static Optional<String> of(String text) {
    int scheme = text.indexOf("://");
    if (scheme < SHORTEST_SCHEME || scheme > LONGEST_SCHEME) {
      return Optional.empty();
    }
    Matcher matcher = URL.matcher(text);
    return matcher.find()
        ? Optional.of(matcher.group(1).toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  /** Whether the address names a host that is neither this machine nor its own network. */
  static boolean foreign(String text) {
    return of(text).filter(host -> !OWN.matcher(host).matches()).isPresent();
  }
}
