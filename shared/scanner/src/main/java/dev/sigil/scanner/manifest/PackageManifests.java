package dev.sigil.scanner.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.json.Json;
import dev.sigil.scanner.detect.Detector;
import dev.sigil.scanner.detect.Findings;
import dev.sigil.scanner.detect.Location;
import dev.sigil.scanner.detect.ScannedFile;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dependencies that do not come from a registry, in package.json and requirements files. */
public final class PackageManifests implements Detector {
  private static final List<String> GROUPS =
      List.of("dependencies", "optionalDependencies", "peerDependencies");
  private static final Pattern REMOTE =
      Pattern.compile(
          "(git\\+|git:|https?:|ssh:|github:|gitlab:|bitbucket:).*|[\\w.-]+/[\\w.-]+(#.*)?");
  private static final Pattern PINNED = Pattern.compile(".*[#@][0-9a-f]{40}.*");
  private static final Pattern OUTSIDE =
      Pattern.compile("(file|link|portal):(/|(.*/)?\\.\\.(/.*)?).*");
  private static final Pattern REQUIREMENT =
      Pattern.compile(
          "(?m)^[ \\t]*(?:-e[ \\t]+|[\\w.\\[\\]-]+[ \\t]*@[ \\t]*)?((?:git\\+|https?:)\\S+)");

  @Override
  public boolean accepts(Location location) {
    String name = location.name();
    return name.equals("package.json")
        || (name.startsWith("requirements") && name.endsWith(".txt"));
  }

  @Override
  public String version() {
    return "package-manifests-1";
  }

  @Override
  public void inspect(ScannedFile file, Findings findings) {
    if (file.location().name().equals("package.json")) {
      npm(file, findings);
    } else {
      requirements(file, findings);
    }
  }

  private static void npm(ScannedFile file, Findings findings) {
    JsonNode root;
    try {
      root = Json.parse(file.content());
    } catch (Json.MalformedException e) {
      findings.add(ManifestRules.MALFORMED, file.location(), 0, "malformed JSON", "syntax");
      return;
    }
    for (String group : GROUPS) {
      for (Map.Entry<String, JsonNode> dependency : root.path(group).properties()) {
        judge(file, dependency.getKey(), dependency.getValue().asText(), findings);
      }
    }
  }

  private static void judge(ScannedFile file, String name, String version, Findings findings) {
    String excerpt = "\"" + name + "\": \"" + version + "\"";
    if (OUTSIDE.matcher(version).matches() && leaves(file.location(), version)) {
      findings.add(
          ManifestRules.LOCAL_DEPENDENCY, file.location(), lineOf(file, name), excerpt, excerpt);
    } else if (REMOTE.matcher(version).matches() && !PINNED.matcher(version).matches()) {
      findings.add(
          ManifestRules.REMOTE_DEPENDENCY, file.location(), lineOf(file, name), excerpt, excerpt);
    }
  }

  /* A workspace of a monorepo may name its sibling; only what leaves the repository counts. */
  private static boolean leaves(Location location, String version) {
    String target = version.substring(version.indexOf(':') + 1);
    if (target.startsWith("/")) {
      return true;
    }
    int depth = (int) location.path().chars().filter(c -> c == '/').count();
    for (String segment : target.split("/", -1)) {
      depth += segment.equals("..") ? -1 : segment.isEmpty() || segment.equals(".") ? 0 : 1;
      if (depth < 0) {
        return true;
      }
    }
    return false;
  }

  private static void requirements(ScannedFile file, Findings findings) {
    Matcher matcher = REQUIREMENT.matcher(file.window(0, Integer.MAX_VALUE));
    while (matcher.find()) {
      if (!PINNED.matcher(matcher.group(1)).matches()) {
        findings.add(ManifestRules.REMOTE_DEPENDENCY, file, matcher.start(1));
      }
    }
  }

  private static int lineOf(ScannedFile file, String key) {
    int at = file.window(0, Integer.MAX_VALUE).indexOf("\"" + key + "\"");
    return at < 0 ? 0 : file.line(at);
  }
}
