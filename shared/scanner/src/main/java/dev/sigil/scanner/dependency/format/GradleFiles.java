package dev.sigil.scanner.dependency.format;

import dev.sigil.scanner.dependency.inventory.Dependency;
import dev.sigil.scanner.dependency.inventory.Dependency.Scope;
import dev.sigil.scanner.dependency.inventory.Ecosystem;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gradle's lockfile, and the coordinates that a build script spells out. */
final class GradleFiles implements DependencyFormat {
  private static final Pattern LINE = Pattern.compile("\\R");
  private static final Pattern LOCKED =
      Pattern.compile("([^\\s:=#]+:[^\\s:=]+):([^\\s:=]+)=(\\S*)");
  private static final Pattern DECLARED =
      Pattern.compile(
          "\\s*(\\w*(?:[iI]mplementation|[aA]pi|[cC]ompile|[rR]untime|[cC]ompileOnly|[rR]untimeOnly|kapt|ksp"
              + "|annotationProcessor))\\s*[( ]\\s*[\"']([\\w.-]+:[\\w.-]+):([\\w.+-]+)(?:@\\w+)?[\"'].*");

  @Override
  public boolean accepts(String path) {
    return switch (Names.file(path)) {
      case "gradle.lockfile", "buildscript-gradle.lockfile", "build.gradle", "build.gradle.kts" ->
          true;
      default -> false;
    };
  }

  @Override
  public boolean locks() {
    return false;
  }

  @Override
  public List<Dependency> read(String path, String text) {
    boolean lock = path.endsWith(".lockfile");
    Listing listing = new Listing(Ecosystem.MAVEN, path);
    int line = 0;
    for (String each : LINE.split(text, -1)) {
      line++;
      Matcher matcher = (lock ? LOCKED : DECLARED).matcher(each);
      if (each.length() < 2_000 && matcher.matches()) {
        if (lock) {
          listing.locked(
              matcher.group(1),
              matcher.group(2),
              scope(matcher.group(3).split(",")),
              false,
              "",
              "",
              line);
        } else {
          String version = matcher.group(3);
          listing.asked(
              matcher.group(2),
              version.contains("+") ? "" : version,
              version,
              scope(matcher.group(1)),
              line);
        }
      }
    }
    return listing.all();
  }

  /* A version is for development when nothing but tests uses it. */
  private static Scope scope(String... configurations) {
    for (String configuration : configurations) {
      if (!configuration.toLowerCase(Locale.ROOT).contains("test")) {
        return Scope.RUNTIME;
      }
    }
    return Scope.DEVELOPMENT;
  }
}
