package dev.sigil.scanner.dependency.format;

import dev.sigil.scanner.dependency.inventory.Dependency.Scope;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What names of files, groups and ranges say. */
final class Names {
  private static final Pattern DEVELOPMENT =
      Pattern.compile(
          "(^|[^a-z])(dev|develop|development|tests?|testing|docs?|lint|linting|typing|typecheck|ci|build"
              + "|bench|benchmarks?|examples?)([^a-z]|$).*");
  private static final Pattern NPM_EXACT =
      Pattern.compile("[v=\\s]*(\\d+\\.\\d+\\.\\d+(?:-[0-9A-Za-z.-]+)?(?:\\+[0-9A-Za-z.-]+)?)\\s*");
  private static final Pattern PYTHON_EXACT =
      Pattern.compile("\\s*===?\\s*([0-9A-Za-z.!+_-]+)\\s*");

  private Names() {}

  static String file(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  static Scope ofGroup(String group) {
    return DEVELOPMENT.matcher(group.toLowerCase(Locale.ROOT)).find()
        ? Scope.DEVELOPMENT
        : Scope.OPTIONAL;
  }

  /** The one version that an npm range allows, or the empty string. */
  static String exactNpm(String range) {
    return only(NPM_EXACT, range);
  }

  /** The one version that a PEP 440 specifier allows, or the empty string. */
  static String exactPython(String range) {
    return only(PYTHON_EXACT, range);
  }

  private static String only(Pattern exact, String range) {
    Matcher matcher = exact.matcher(range);
    return matcher.matches() ? matcher.group(1) : "";
  }
}
