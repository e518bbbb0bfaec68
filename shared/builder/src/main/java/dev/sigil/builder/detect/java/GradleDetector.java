package dev.sigil.builder.detect.java;

import dev.sigil.builder.detect.Declaration;
import dev.sigil.builder.detect.Detector;
import dev.sigil.builder.detect.Folder;
import dev.sigil.builder.detect.Hints;
import dev.sigil.builder.detect.Recipe;
import dev.sigil.builder.detect.Search;
import dev.sigil.core.build.BuildStep;
import dev.sigil.core.build.Language;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A build.gradle or build.gradle.kts. It is a program, so only what stands there plainly is read:
 * the plugin that makes it runnable, its version and main class, and the name in settings.gradle.
 */
public final class GradleDetector implements Detector {
  private static final Pattern ROOT_NAME =
      Pattern.compile("rootProject\\.name\\s*=\\s*[\"']([A-Za-z0-9._-]{1,100})[\"']");
  private static final Pattern VERSION =
      Pattern.compile(
          "^\\s*version\\s*=?\\s*[\"']([A-Za-z0-9._+-]{1,100})[\"']", Pattern.MULTILINE);
  private static final Pattern MAIN =
      Pattern.compile("mainClass(?:\\.set\\(|\\s*=)\\s*[\"']([A-Za-z0-9_.]{1,300})[\"']");
  private static final Pattern RELEASE =
      Pattern.compile("(?:JavaLanguageVersion\\.of\\(|VERSION_|jvmToolchain\\()\\s*([0-9]{1,2})");
  private static final Pattern APPLICATION =
      Pattern.compile(
          "id\\s*\\(?\\s*[\"']application[\"']|^\\s*application\\s*$", Pattern.MULTILINE);

  @Override
  public String looksFor() {
    return "build.gradle or build.gradle.kts";
  }

  @Override
  public Optional<Recipe> detect(Folder folder, Hints hints, Search search) {
    Optional<String> file =
        Stream.of("build.gradle.kts", "build.gradle").filter(folder::has).findFirst();
    if (file.isEmpty() || !hints.allows(Language.JAVA)) {
      return Optional.empty();
    }
    String script = folder.text(file.get()).orElseThrow();
    String name = rootName(folder);
    Optional<Build> build =
        hints.start() == null
            ? build(script, name)
            : Optional.of(new Build("assemble", hints.start()));
    if (build.isEmpty()) {
      search.miss(
          file.get()
              + " needs the application, shadow or Spring Boot plugin, and settings.gradle a"
              + " rootProject.name, for the server's files to be known");
    }
    return build.map(
        found ->
            new Recipe(
                Language.JAVA,
                hints.runtimeVersion() == null
                    ? first(RELEASE, script).map(JavaVersion::of).orElse("")
                    : hints.runtimeVersion(),
                List.of(step(folder, found.task())),
                found.start(),
                null,
                Declaration.of(name, first(VERSION, script).orElse(""), ""),
                file.get(),
                List.of()));
  }

  private static Optional<Build> build(String script, String name) {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    String version = first(VERSION, script).map(text -> "-" + text).orElse("");
    if (script.contains("com.gradleup.shadow")
        || script.contains("com.github.johnrengelman.shadow")) {
      return Optional.of(jar("shadowJar", name + version + "-all.jar"));
    }
    if (script.contains("org.springframework.boot")) {
      return Optional.of(jar("bootJar", name + version + ".jar"));
    }
    return first(MAIN, script)
        .filter(main -> APPLICATION.matcher(script).find() && MainClass.isValid(main))
        .map(
            main ->
                new Build(
                    "installDist",
                    List.of("java", "-cp", "build/install/" + name + "/lib/*", main)));
  }

  private static Build jar(String task, String file) {
    return new Build(task, List.of("java", "-jar", "build/libs/" + file));
  }

  /* The wrapper is run by sh because a checkout may have lost its executable bit. */
  private static BuildStep step(Folder folder, String task) {
    List<String> command = new ArrayList<>();
    command.addAll(folder.has("gradlew") ? List.of("sh", "gradlew") : List.of("gradle"));
    command.addAll(List.of("--no-daemon", "--quiet", task));
    return new BuildStep("Build with Gradle", command, List.of());
  }

  private static String rootName(Folder folder) {
    return Stream.of("settings.gradle.kts", "settings.gradle")
        .flatMap(file -> folder.text(file).stream())
        .flatMap(text -> first(ROOT_NAME, text).stream())
        .findFirst()
        .orElse("");
  }

  private static Optional<String> first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private record Build(String task, List<String> start) {}
}
