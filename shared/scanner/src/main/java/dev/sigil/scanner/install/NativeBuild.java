package dev.sigil.scanner.install;

import dev.sigil.scanner.detect.Detector;
import dev.sigil.scanner.detect.Findings;
import dev.sigil.scanner.detect.Location;
import dev.sigil.scanner.detect.ScannedFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A binding.gyp: npm compiles it unasked, and gyp runs the commands in its expansions. */
public final class NativeBuild implements Detector {
  private static final Pattern EXPANSION = Pattern.compile("<!@?\\(([^)\\n]{0,500})");
  private static final Pattern LOOKUP =
      Pattern.compile(
          "\\s*(node\\s+(-p|-e)\\s+\\\\?[\"'](require\\([^;]{1,120}|process\\.[^;]{1,80})|pkg-config .*)");

  @Override
  public boolean accepts(Location location) {
    return location.name().equals("binding.gyp");
  }

  @Override
  public String version() {
    return "native-build-1";
  }

  @Override
  public void inspect(ScannedFile file, Findings findings) {
    String text = file.window(0, Integer.MAX_VALUE);
    findings.add(InstallRules.GYP, file.location(), 0, "binding.gyp", "binding.gyp");
    if (Commands.fetchesAndRuns(text) || Commands.decodesAndRuns(text)) {
      findings.add(InstallRules.HOOK_STAGER, file, 0);
    }
    Matcher expansion = EXPANSION.matcher(text);
    while (expansion.find()) {
      if (!LOOKUP.matcher(expansion.group(1)).lookingAt()) {
        findings.add(InstallRules.GYP_COMMAND, file, expansion.start());
      }
    }
  }
}
