package dev.sigil.scanner.dependency;

import dev.sigil.scanner.detect.Detector;
import dev.sigil.scanner.detect.Findings;
import dev.sigil.scanner.detect.Location;
import dev.sigil.scanner.detect.ScannedFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where pip and npm are told to look for packages: an index without TLS, or a second one. */
public final class IndexOptions implements Detector {
  private static final Pattern REQUIREMENTS =
      Pattern.compile("(.*[-_.])?requirements([-_.].*)?\\.(txt|in)");
  private static final Pattern PIP =
      Pattern.compile(
          "(?m)^[ \\t]*(--trusted-host|--(?:extra-)?index-url|-i|--find-links|-f)[ =]+(\\S{1,500})");
  private static final Pattern NPM =
      Pattern.compile(
          "(?m)^[ \\t]*(?:(strict-ssl)|(?:@[\\w.-]+:)?(registry))[ \\t]*=[ \\t]*(\\S{1,500})");

  @Override
  public boolean accepts(Location location) {
    return location.name().equals(".npmrc") || REQUIREMENTS.matcher(location.name()).matches();
  }

  @Override
  public String version() {
    return "index-options-1";
  }

  @Override
  public void inspect(ScannedFile file, Findings findings) {
    String text = file.window(0, Integer.MAX_VALUE);
    if (file.location().name().equals(".npmrc")) {
      npm(NPM.matcher(text), file, findings);
    } else {
      pip(PIP.matcher(text), file, findings);
    }
  }

  private static void pip(Matcher option, ScannedFile file, Findings findings) {
    while (option.find()) {
      String name = option.group(1);
      boolean open = name.equals("--trusted-host") || option.group(2).startsWith("http:");
      if (open) {
        findings.add(DependencyRules.OPEN_INDEX, file, option.start(1));
      } else if (name.equals("--extra-index-url")) {
        findings.add(DependencyRules.SECOND_INDEX, file, option.start(1));
      }
    }
  }

  private static void npm(Matcher option, ScannedFile file, Findings findings) {
    while (option.find()) {
      boolean unchecked = option.group(1) != null && option.group(3).equals("false");
      if (unchecked || (option.group(2) != null && option.group(3).startsWith("http:"))) {
        findings.add(DependencyRules.OPEN_INDEX, file, option.start());
      }
    }
  }
}
