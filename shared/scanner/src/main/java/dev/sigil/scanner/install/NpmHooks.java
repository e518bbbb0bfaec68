package dev.sigil.scanner.install;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.json.Json;
import dev.sigil.scanner.detect.Detector;
import dev.sigil.scanner.detect.Findings;
import dev.sigil.scanner.detect.Location;
import dev.sigil.scanner.detect.Rule;
import dev.sigil.scanner.detect.ScannedFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commands that npm, pnpm and yarn run by themselves when a package or its checkout is
 * installed, followed one step into the script they start.
 */
public final class NpmHooks implements Detector {
  private static final List<String> HOOKS =
      List.of(
          "preinstall",
          "install",
          "postinstall",
          "preprepare",
          "prepare",
          "postprepare",
          "prepublish",
          "dependencies");
  private static final Pattern BUILD =
      Pattern.compile(
          "(husky( install)?|is-ci \\|\\| husky( install)?|simple-git-hooks|lefthook install|patch-package"
              + "|tsc( -[pb]( \\S+)?)*|tsup|tshy|rimraf \\S+|shx \\S+.*|prisma generate|"
              + "(npm|pnpm|yarn|bun)( run)?( -s| --silent)? [a-z:_-]+|"
              + "node-gyp( re)?build|prebuild-install|ngcc|nuxt prepare|svelte-kit sync|echo .*|true|exit 0)"
              + "(\\s*(&&|\\|\\||;)\\s*)?",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern BUILD_CHAIN =
      Pattern.compile("\\s*(" + BUILD.pattern() + "\\s*)+", Pattern.CASE_INSENSITIVE);
  private static final Pattern SCRIPT =
      Pattern.compile(
          "(?:node|bun|deno run|tsx|ts-node|sh|bash|python3?)\\s+(?:-\\S+\\s+){0,20}([\\w./-]+)");
  private static final Pattern CHAR_LIMIT = Pattern.compile("(?s).{2000}.*");
  private static final List<String> SUFFIXES = List.of("", ".js", ".cjs", ".mjs", "/index.js");

  @Override
  public boolean accepts(Location location) {
    return location.name().equals("package.json");
  }

  @Override
  public String version() {
    return "npm-hooks-1";
  }

  @Override
  public void inspect(ScannedFile file, Findings findings) {
    JsonNode scripts = scripts(file);
    for (String hook : HOOKS) {
      String command = scripts.path(hook).asText("");
      if (!command.isBlank()) {
        int line = lineOf(file, hook);
        String excerpt = "\"" + hook + "\": \"" + command + "\"";
        findings.add(judge(file, command), file.location(), line, excerpt, excerpt);
      }
    }
  }

  private static JsonNode scripts(ScannedFile file) {
    try {
      return Json.parse(file.content()).path("scripts");
    } catch (Json.MalformedException e) {
      return Json.object();
    }
  }

  private static Rule judge(ScannedFile file, String command) {
    String script = followed(file, command);
    if (Commands.fetchesAndRuns(command)
        || Commands.decodesAndRuns(command)
        || Commands.decodesAndRuns(script)) {
      return InstallRules.HOOK_STAGER;
    }
    String all = command + "\n" + script;
    if (Commands.usesNetwork(all) && Commands.startsProcesses(all)) {
      return InstallRules.HOOK_NETWORK;
    }
    boolean build =
        !CHAR_LIMIT.matcher(command).matches() && BUILD_CHAIN.matcher(command).matches();
    return build ? InstallRules.HOOK_BUILD : InstallRules.HOOK;
  }

  private static String followed(ScannedFile file, String command) {
    Matcher named = SCRIPT.matcher(command);
    if (!named.find()) {
      return "";
    }
    String path = named.group(1).startsWith("./") ? named.group(1).substring(2) : named.group(1);
    return SUFFIXES.stream()
        .map(suffix -> file.read(file.location().sibling(path + suffix)))
        .flatMap(Optional::stream)
        .findFirst()
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .orElse("");
  }

  private static int lineOf(ScannedFile file, String key) {
    Matcher matcher =
        Pattern.compile("\"" + key + "\"\\s*:").matcher(file.window(0, Integer.MAX_VALUE));
    return matcher.find() ? file.line(matcher.start()) : 0;
  }
}
