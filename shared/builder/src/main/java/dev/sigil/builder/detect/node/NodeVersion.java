package dev.sigil.builder.detect.node;

import dev.sigil.builder.detect.Folder;
import dev.sigil.builder.manifest.Runtimes;
import dev.sigil.core.build.Language;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.semver4j.Semver;

/** Chooses a Node.js version. */
final class NodeVersion {
  private static final Pattern MAJOR = Pattern.compile("v?([0-9]{1,3})(?:\\.[0-9.]*)?");

  private NodeVersion() {}

  /**
   * What {@code .nvmrc} or {@code .node-version} pin; else the default when {@code engines} allows
   * it, else the newest that it allows. Empty for the default.
   */
  static String choose(Folder folder, PackageJson json) {
    Optional<String> pinned =
        List.of(".nvmrc", ".node-version").stream()
            .flatMap(file -> folder.text(file).stream())
            .map(text -> MAJOR.matcher(text.strip()))
            .filter(Matcher::matches)
            .map(matcher -> matcher.group(1))
            .filter(Runtimes.versions(Language.NODE)::contains)
            .findFirst();
    return pinned.orElseGet(() -> allowed(json.nodeRange()));
  }

  private static String allowed(String range) {
    if (range.isBlank() || range.length() > 100 || satisfies("24", range)) {
      return "";
    }
    return Runtimes.versions(Language.NODE).reversed().stream()
        .filter(version -> satisfies(version, range))
        .findFirst()
        .orElse("");
  }

  private static boolean satisfies(String major, String range) {
    return new Semver(major + ".99.0").satisfies(range);
  }
}
