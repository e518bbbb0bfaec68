package dev.sigil.scanner.install;

import dev.sigil.scanner.detect.Detector;
import dev.sigil.scanner.detect.Findings;
import dev.sigil.scanner.detect.Location;
import dev.sigil.scanner.detect.Rule;
import dev.sigil.scanner.detect.ScannedFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Code that pip runs while it builds or installs a package, and code hidden in .pth files. */
public final class PythonHooks implements Detector {
  private static final Pattern COMMAND =
      Pattern.compile(
          "\\bcmdclass\\s{0,4}=(?!\\s{0,4}\\{\\s{0,20}[\"']build_ext[\"']\\s{0,4}:\\s{0,4}[\\w.]{1,80}\\s{0,4},?\\s{0,20}})");
  /* What a build of native parts, or a version read from the history, starts. */
  private static final String BUILDS =
      "(?!\\(\\s{0,20}\\[?\\s{0,20}[\"'](make|cmake|ninja|meson|git|cargo|go|gcc|cc|g\\+\\+|clang|protoc|swig|pkg-config)[\"' ])";
  private static final Pattern EFFECT =
      Pattern.compile(
          "\\b((subprocess\\.(run|call|Popen|check_call|check_output)|os\\.(system|popen|exec[lv]p?e?))\\b"
              + BUILDS
              + "|urllib\\.request|urlopen|urlretrieve|requests\\.(get|post)|socket\\.socket|http\\.client)\\b");
  private static final Pattern BACKEND_PATH = Pattern.compile("(?m)^\\s*backend-path\\s*=");
  private static final Pattern IMPORT_LINE = Pattern.compile("(?m)^import[ \\t]");

  @Override
  public boolean accepts(Location location) {
    return location.name().equals("setup.py")
        || location.name().equals("pyproject.toml")
        || location.extension().equals("pth");
  }

  @Override
  public String version() {
    return "python-hooks-2";
  }

  @Override
  public void inspect(ScannedFile file, Findings findings) {
    String text = file.window(0, Integer.MAX_VALUE);
    switch (file.location().name()) {
      case "setup.py" -> setup(file, text, findings);
      case "pyproject.toml" ->
          first(BACKEND_PATH, InstallRules.BACKEND_IN_TREE, file, text, findings);
      default -> first(IMPORT_LINE, InstallRules.PTH, file, text, findings);
    }
  }

  private static void setup(ScannedFile file, String text, Findings findings) {
    if (Commands.fetchesAndRuns(text) || Commands.decodesAndRuns(text)) {
      findings.add(InstallRules.HOOK_STAGER, file, 0);
    }
    first(COMMAND, InstallRules.SETUP_COMMAND, file, text, findings);
    first(EFFECT, InstallRules.SETUP_NETWORK, file, text, findings);
  }

  private static void first(
      Pattern pattern, Rule rule, ScannedFile file, String text, Findings findings) {
    Matcher matcher = pattern.matcher(text);
    if (matcher.find()) {
      findings.add(rule, file, matcher.start());
    }
  }
}
