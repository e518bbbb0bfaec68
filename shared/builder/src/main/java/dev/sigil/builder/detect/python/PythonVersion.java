package dev.sigil.builder.detect.python;

import dev.sigil.builder.detect.Folder;
import dev.sigil.builder.manifest.Runtimes;
import dev.sigil.core.build.Language;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Chooses a Python version. */
final class PythonVersion {
  private static final Pattern PINNED = Pattern.compile("(3\\.[0-9]{1,2})(?:\\.[0-9]{1,2})?");
  private static final Pattern BOUND =
      Pattern.compile("\\s*(>=|<=|<|>|==|~=|!=)\\s*3(?:\\.([0-9]{1,2}))?(?:\\.[0-9*]{1,2})?\\s*");

  private PythonVersion() {}

  /**
   * What {@code .python-version} pins; else the default when {@code requires-python} allows it,
   * else the newest that it allows. Empty for the default.
   */
  static String choose(Folder folder, PyProject project) {
    Optional<String> pinned =
        folder
            .text(".python-version")
            .map(text -> PINNED.matcher(text.strip()))
            .filter(Matcher::matches)
            .map(matcher -> matcher.group(1))
            .filter(Runtimes.versions(Language.PYTHON)::contains);
    return pinned.orElseGet(() -> allowed(project.requiresPython()));
  }

  private static String allowed(String specifier) {
    if (allows(specifier, Runtimes.defaultVersion(Language.PYTHON))) {
      return "";
    }
    return Runtimes.versions(Language.PYTHON).reversed().stream()
        .filter(version -> allows(specifier, version))
        .findFirst()
        .orElse("");
  }

  /* PEP 440 as far as it decides between minor versions. */
  private static boolean allows(String specifier, String version) {
    int minor = Integer.parseInt(version.substring(version.indexOf('.') + 1));
    return List.of(specifier.split(",")).stream()
        .map(BOUND::matcher)
        .filter(Matcher::matches)
        .allMatch(bound -> holds(bound, minor));
  }

  private static boolean holds(Matcher bound, int minor) {
    int limit = bound.group(2) == null ? 0 : Integer.parseInt(bound.group(2));
    boolean whole = bound.group(2) == null;
    return switch (bound.group(1)) {
      case ">=" -> minor >= limit;
      case ">" -> minor > limit;
      case "<" -> !whole && minor < limit;
      case "<=" -> whole || minor <= limit;
      case "==" -> whole || minor == limit;
      case "!=" -> minor != limit;
      default -> minor >= limit;
    };
  }
}
