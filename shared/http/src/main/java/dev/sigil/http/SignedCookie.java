package dev.sigil.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A cookie that only we can make, for the whole of one origin: {@code HttpOnly}, {@code
 * SameSite=Lax}, and over https {@code Secure} under the prefix {@code __Host-}, which browsers
 * take from the very host only (RFC 6265bis). The signature covers the name, so that no cookie
 * passes for another. Thread-safe.
 */
public final class SignedCookie {
  private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9._~-]{1,3000}");
  private static final int SIGNATURE = 64;

  private final String name;
  private final boolean secure;
  private final List<HmacSha256> keys;

  /**
   * Makes the cookie's kind.
   *
   * @param origin where the browser sends it; plain http is for one's own machine
   * @param keys the first signs, each verifies; never empty
   */
  public SignedCookie(String name, URI origin, List<HmacSha256> keys) {
    this.secure = "https".equals(origin.getScheme());
    this.name = secure ? "__Host-" + name : name;
    this.keys = List.copyOf(keys);
  }

  /**
   * The {@code Set-Cookie} that stores a value.
   *
   * @param value letters, digits and {@code . _ ~ -}, at most 3,000
   */
  public String set(String value, Duration maxAge) {
    if (!VALUE.matcher(value).matches()) {
      throw new IllegalArgumentException("not a value of a cookie");
    }
    return line(value + "." + keys.getFirst().hex(signed(value)), maxAge);
  }

  /** The {@code Set-Cookie} that removes it. */
  public String clear() {
    return line("", Duration.ZERO);
  }

  /** The value that a request brings; empty without the cookie, or when we did not sign it. */
  public Optional<String> read(Request request) {
    return request.cookie(name).filter(text -> text.length() > SIGNATURE + 1).flatMap(this::verify);
  }

  private Optional<String> verify(String text) {
    int dot = text.length() - SIGNATURE - 1;
    String value = text.substring(0, dot);
    String signature = text.substring(dot + 1);
    boolean ours =
        text.charAt(dot) == '.'
            && VALUE.matcher(value).matches()
            && keys.stream().anyMatch(key -> key.verify(signed(value), signature));
    return ours ? Optional.of(value) : Optional.empty();
  }

  private byte[] signed(String value) {
    return (name + "=" + value).getBytes(StandardCharsets.UTF_8);
  }

  private String line(String value, Duration maxAge) {
    return name
        + "="
        + value
        + "; Path=/; Max-Age="
        + maxAge.toSeconds()
        + "; HttpOnly; SameSite=Lax"
        + (secure ? "; Secure" : "");
  }
}
