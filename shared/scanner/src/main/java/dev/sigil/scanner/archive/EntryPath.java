package dev.sigil.scanner.archive;

import java.util.regex.Pattern;

/** The names that archives give to what they hold, as the tools that unpack them read them. */
final class EntryPath {
  private static final Pattern ABSOLUTE = Pattern.compile("^([/\\\\]|[A-Za-z]:)");
  private static final Pattern SEPARATOR = Pattern.compile("[/\\\\]");

  private EntryPath() {}

  /** Whether {@code path}, seen from {@code directory}, leads out of the archive's root. */
  static boolean escapes(String directory, String path) {
    if (ABSOLUTE.matcher(path).find() || path.indexOf('\0') >= 0) {
      return true;
    }
    int depth = 0;
    for (String segment : SEPARATOR.split(directory + "/" + path, -1)) {
      if (segment.equals("..")) {
        depth--;
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        depth++;
      }
      if (depth < 0) {
        return true;
      }
    }
    return false;
  }
}
