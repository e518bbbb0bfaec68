package dev.sigil.scanner.install;

import dev.sigil.scanner.detect.Detector;
import dev.sigil.scanner.detect.Findings;
import dev.sigil.scanner.detect.Location;
import dev.sigil.scanner.detect.ScannedFile;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dockerfiles that run what the network says. Continued lines are read as one instruction. */
public final class ImageBuild implements Detector {
  private static final Pattern INSTRUCTION =
      Pattern.compile(
          "(?m)^[ \\t]*(RUN|ADD|USER)\\b((?:[^\\n\\\\]|\\\\(?!\\n)|\\\\\\r?\\n){0,20000}+)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern ROOT = Pattern.compile("\\s*(root|0)(:\\S*)?\\s*");
  private static final Pattern URL = Pattern.compile("https?://", Pattern.CASE_INSENSITIVE);

  @Override
  public boolean accepts(Location location) {
    String name = location.name().toLowerCase(Locale.ROOT);
    return name.equals("dockerfile")
        || name.equals("containerfile")
        || name.startsWith("dockerfile.")
        || name.endsWith(".dockerfile");
  }

  @Override
  public String version() {
    return "image-build-1";
  }

  @Override
  public void inspect(ScannedFile file, Findings findings) {
    Matcher instruction = INSTRUCTION.matcher(file.window(0, Integer.MAX_VALUE));
    while (instruction.find()) {
      int at = instruction.start(1);
      String text = instruction.group(2).replaceAll("\\\\\\r?\\n", " ");
      if (instruction.group(1).equalsIgnoreCase("USER")) {
        if (ROOT.matcher(text).matches()) {
          findings.add(InstallRules.DOCKER_ROOT, file, at);
        }
      } else if (instruction.group(1).equalsIgnoreCase("ADD")) {
        if (URL.matcher(text).find() && !text.contains("--checksum=")) {
          findings.add(InstallRules.DOCKER_ADD, file, at);
        }
      } else if (Commands.decodesAndRuns(text)) {
        findings.add(InstallRules.DOCKER_DECODE, file, at, "RUN" + text);
      } else if (Commands.fetchesAndRuns(text)) {
        findings.add(InstallRules.DOCKER_PIPE, file, at, "RUN" + text);
      }
    }
  }
}
