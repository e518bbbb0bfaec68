package dev.sigil.scanner.install;

import dev.sigil.scanner.detect.Detector;
import dev.sigil.scanner.detect.Findings;
import dev.sigil.scanner.detect.Location;
import dev.sigil.scanner.detect.ScannedFile;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dockerfiles that run what the network says. Continued lines are read as one instruction. */
public final class ImageBuild implements Detector {
  private static final Pattern INSTRUCTION =
      Pattern.compile(
          "(?m)^[ \\t]*(FROM|RUN|ADD|USER|ENV|ARG)\\b((?:[^\\n\\\\]|\\\\(?!\\n)|\\\\\\r?\\n){0,20000}+)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern ROOT = Pattern.compile("\\s*(root|0)(:\\S*)?\\s*");
  private static final Pattern FLOATING =
      Pattern.compile(
          "\\s+(?:--platform=\\S+\\s+)?([^\\s:@$/]*/){0,20}([^\\s:@$/]+)(:latest)?(\\s+AS\\s+\\S+)?\\s*",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern STAGE =
      Pattern.compile("\\s+AS\\s+(\\S+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern SECRET =
      Pattern.compile(
          "\\b\\w*(PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|PRIVATE_KEY|ACCESS_KEY)(_KEY)?[= ]\\s*[\"']?([^\\s\"']+)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern HOLDER =
      Pattern.compile(
          "(?i)\\$.*|<.*|.*(your|change.?me|example|placeholder|dummy|xxx|\\*\\*\\*|todo|replace|/).*|none|null|true|false|.{0,5}|[0-9]+");
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
    return "image-build-2";
  }

  @Override
  public void inspect(ScannedFile file, Findings findings) {
    Matcher instruction = INSTRUCTION.matcher(file.window(0, Integer.MAX_VALUE));
    Set<String> stages = new HashSet<>(Set.of("scratch"));
    while (instruction.find()) {
      int at = instruction.start(1);
      String text = instruction.group(2).replaceAll("\\\\\\r?\\n", " ");
      if (instruction.group(1).equalsIgnoreCase("FROM")) {
        base(file, at, text, stages, findings);
      } else if (instruction.group(1).toUpperCase(Locale.ROOT).matches("ENV|ARG")) {
        variable(file, at, text, findings);
      } else if (instruction.group(1).equalsIgnoreCase("USER")) {
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

  /* A stage built above is no image of a registry. */
  private static void base(
      ScannedFile file, int at, String text, Set<String> stages, Findings findings) {
    Matcher floating = FLOATING.matcher(text);
    if (floating.matches() && !stages.contains(floating.group(2).toLowerCase(Locale.ROOT))) {
      findings.add(InstallRules.DOCKER_FLOATING, file, at);
    }
    Matcher stage = STAGE.matcher(text);
    if (stage.find()) {
      stages.add(stage.group(1).toLowerCase(Locale.ROOT));
    }
  }

  private static void variable(ScannedFile file, int at, String text, Findings findings) {
    Matcher secret = SECRET.matcher(text);
    if (secret.find() && !HOLDER.matcher(secret.group(3)).matches()) {
      findings.conceal(file.location().path(), secret.group(3));
      findings.add(InstallRules.DOCKER_SECRET, file, at);
    }
  }
}
