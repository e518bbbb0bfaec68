package dev.sigil.scanner.manifest;

import dev.sigil.scanner.detect.Detector;
import dev.sigil.scanner.detect.Findings;
import dev.sigil.scanner.detect.Location;
import dev.sigil.scanner.detect.ScannedFile;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files by which a repository speaks to git or to scanners: submodules, LFS, ignore lists. */
public final class RepositoryFiles implements Detector {
  private static final Set<String> SCANNER_CONFIG =
      Set.of(
          ".gitleaks.toml",
          "gitleaks.toml",
          ".gitleaksignore",
          ".gitleaks-baseline.json",
          ".trufflehogignore",
          ".secretlintrc",
          ".secretlintrc.json",
          ".secretlintignore",
          ".secrets.baseline",
          ".trivyignore",
          ".trivyignore.yaml",
          ".semgrepignore",
          "osv-scanner.toml",
          ".snyk",
          ".bandit",
          ".grype.yaml",
          ".safety-policy.yml");
  private static final Pattern SUBMODULE =
      Pattern.compile("(?m)^[ \\t]*(path|url)[ \\t]*=[ \\t]*(.*?)[ \\t]*$");
  private static final Pattern UNSAFE = Pattern.compile("-.*|ext::.*|.*\\.\\..*|/.*|\"-.*");
  private static final String POINTER = "version https://git-lfs.github.com/spec/";
  private static final int POINTER_SIZE = 1_024;

  @Override
  public boolean accepts(Location location) {
    return true;
  }

  @Override
  public String version() {
    return "repository-files-1";
  }

  @Override
  public boolean needsWholeFile() {
    return false;
  }

  @Override
  public void inspect(ScannedFile file, Findings findings) {
    String name = file.location().name();
    if (SCANNER_CONFIG.contains(name)) {
      findings.add(ManifestRules.SCANNER_CONFIG, file.location(), 0, name, name);
    }
    if (name.equals(".gitmodules")) {
      submodules(file, findings);
    }
    if (file.content().length < POINTER_SIZE && file.window(0, POINTER.length()).equals(POINTER)) {
      findings.add(ManifestRules.CONTENT_ELSEWHERE, file.location(), 0, name, name);
    }
  }

  private static void submodules(ScannedFile file, Findings findings) {
    Matcher field = SUBMODULE.matcher(file.window(0, Integer.MAX_VALUE));
    while (field.find()) {
      String value = field.group(2);
      boolean relativeUrl = field.group(1).equals("url") && value.startsWith("../");
      boolean unsafe = UNSAFE.matcher(value).matches() && !relativeUrl;
      findings.add(
          unsafe ? ManifestRules.SUBMODULE : ManifestRules.CONTENT_ELSEWHERE, file, field.start(1));
    }
  }
}
