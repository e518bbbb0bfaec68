package dev.sigil.core.source;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;

/** The rule for every path that a repository, its manifest or its archive names. */
public final class SourcePath {
  private static final int MAX_LENGTH = 1_024;

  private SourcePath() {}

  /**
   * Returns {@code path} in normal form: relative, {@code /}-separated, without {@code .} segments
   * or a trailing slash; the root is the empty string.
   *
   * @throws SigilException {@code SOURCE_UNSAFE} when it is absolute, leaves the root, is longer
   *     than 1,024 characters, or holds a backslash, a control character or {@code .git}
   */
  public static String normalize(String path) {
    if (path.length() > MAX_LENGTH || path.startsWith("/") || path.indexOf('\\') >= 0) {
      throw unsafe();
    }
    if (path.chars().anyMatch(Character::isISOControl)) {
      throw unsafe();
    }
    StringBuilder normal = new StringBuilder(path.length());
    for (String segment : path.split("/", -1)) {
      if (segment.equals("..") || segment.equalsIgnoreCase(".git")) {
        throw unsafe();
      }
      if (!segment.isEmpty() && !segment.equals(".")) {
        normal.append(normal.isEmpty() ? "" : "/").append(segment);
      }
    }
    return normal.toString();
  }

  private static SigilException unsafe() {
    return new SigilException(
        ErrorCode.SOURCE_UNSAFE, "A path in the repository leaves it or cannot be stored safely.");
  }
}
