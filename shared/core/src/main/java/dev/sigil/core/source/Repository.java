package dev.sigil.core.source;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a git repository: {@code https}, {@code http}, {@code ssh} or {@code file} URL, or
 * an absolute path. Other git transports are refused, since some of them run commands ({@code
 * ext::}), as are addresses that carry a password or could be read as an option.
 */
public record Repository(@JsonValue String url) {
  private static final int MAX_LENGTH = 2_000;
  private static final Pattern URL =
      Pattern.compile("(https?|ssh|file)://[A-Za-z0-9@:._~/%+\\[\\]-]*", Pattern.CASE_INSENSITIVE);
  private static final Pattern PATH = Pattern.compile("/[^\\p{Cntrl}]*");
  private static final Pattern PASSWORD = Pattern.compile("[a-z]+://[^/@]*:[^/@]*@.*");

  private static final Pattern REMOTE =
      Pattern.compile("(?i)(?:https?|ssh)://(?:[^/@]*@)?(.*?)(?:/*\\.git)?/*");

  @JsonCreator
  public Repository {
    if (url.length() > MAX_LENGTH || !(URL.matcher(url).matches() || PATH.matcher(url).matches())) {
      throw refused("is not an https, http, ssh or file URL, nor an absolute path");
    }
    if (PASSWORD.matcher(url.toLowerCase(Locale.ROOT)).matches()) {
      throw refused("must not carry a password");
    }
  }

  /** The last path segment without {@code .git}: {@code weather} of {@code …/acme/weather.git}. */
  public String name() {
    String trimmed = url.replaceAll("/+$", "").replaceAll("(?:/)?\\.git$", "");
    return trimmed.substring(trimmed.lastIndexOf('/') + 1);
  }

  /**
   * The same for every spelling of a repository: a URL without its scheme, user, letter case and
   * {@code .git}; a file's URL or path as it is.
   */
  public String key() {
    Matcher remote = REMOTE.matcher(url);
    return remote.matches() ? remote.group(1).toLowerCase(Locale.ROOT) : url;
  }

  private static SigilException refused(String why) {
    return new SigilException(ErrorCode.INVALID_REQUEST, "The repository address " + why + ".");
  }

  @Override
  public String toString() {
    return url;
  }
}
