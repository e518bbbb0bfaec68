package dev.sigil.core.source;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import java.util.regex.Pattern;

/** The rule for every branch name that a person or a webhook sends. */
public final class BranchName {
  private static final int MAX_LENGTH = 255;
  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "^[-/.]|[\\p{Cntrl} ~^:?*\\[\\\\]|\\.\\.|//|@\\{|/\\.|\\.lock(?:/|$)|[/.]$|^@?$");

  private BranchName() {}

  /**
   * Returns {@code name} when git accepts it as a branch (git-check-ref-format), which leaves out
   * everything that a command could read as an option, a range or another ref.
   *
   * @throws SigilException {@code INVALID_REQUEST}
   */
  public static String check(String name) {
    if (name.length() > MAX_LENGTH || FORBIDDEN.matcher(name).find()) {
      throw new SigilException(
          ErrorCode.INVALID_REQUEST, "This is not a branch name that git accepts.");
    }
    return name;
  }
}
