package dev.sigil.core.account;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A user or organisation of a code host. Its number stays for life; login and name may change, and
 * a login that somebody gave up may become somebody else's.
 *
 * @param host such as {@code github.com}, with the port where there is one, in lower case
 * @param id the host's number of the account
 * @param login as the host spells it
 * @param name what the person or organisation calls itself; null when the host did not tell
 */
public record Account(String host, long id, String login, Type type, @Nullable String name) {
  private static final Pattern HOST = Pattern.compile("[a-z0-9.\\[\\]:-]{1,255}");
  private static final Pattern LOGIN = Pattern.compile("[A-Za-z0-9_.\\[\\]-]{1,100}");
  private static final int MAX_NAME = 255;

  /** Whether a person or several hold an account. */
  public enum Type {
    @JsonProperty("user")
    USER,
    @JsonProperty("organization")
    ORGANIZATION
  }

  /**
   * Checks what a code host told.
   *
   * @throws SigilException {@code INVALID_REQUEST}
   */
  public Account {
    host = host.toLowerCase(Locale.ROOT);
    if (!HOST.matcher(host).matches() || id < 1 || !LOGIN.matcher(login).matches()) {
      throw new SigilException(
          ErrorCode.INVALID_REQUEST,
          "An account has a host, a positive number, and a login of letters, digits and hyphens.");
    }
    name = name == null || name.isBlank() ? null : bounded(name.strip());
  }

  /** Tells the account from every other, of any host, for life. */
  public String key() {
    return host + "~" + id;
  }

  private static String bounded(String text) {
    return text.length() <= MAX_NAME ? text : text.substring(0, MAX_NAME);
  }
}
