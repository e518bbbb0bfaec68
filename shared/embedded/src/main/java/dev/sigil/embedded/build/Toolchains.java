package dev.sigil.embedded.build;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.build.Language;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The compilers and package managers of this machine. Only system directories and those that the
 * operator names are searched: what lies in somebody's home is neither seen by builds nor trusted.
 */
final class Toolchains {
  private static final List<Path> SYSTEM =
      List.of(
          Path.of("/usr/local/bin"),
          Path.of("/usr/bin"),
          Path.of("/bin"),
          Path.of("/usr/local/go/bin"),
          Path.of("/usr/lib/go/bin"));
  private static final Path JDKS = Path.of("/usr/lib/jvm");
  private static final int OLDEST_JAVA = 21;

  private final List<Path> path;
  private final Optional<Path> javaHome;

  Toolchains(List<Path> extra) {
    List<Path> all = new ArrayList<>(extra);
    SYSTEM.stream().filter(Files::isDirectory).forEach(all::add);
    this.path = List.copyOf(all);
    this.javaHome = newestJava();
  }

  /** The directories to search for programs, in order. */
  List<Path> path(Language language) {
    if (language != Language.JAVA || javaHome.isEmpty()) {
      return path;
    }
    List<Path> withJava = new ArrayList<>(List.of(javaHome.get().resolve("bin")));
    withJava.addAll(path);
    return withJava;
  }

  Optional<Path> javaHome() {
    return javaHome;
  }

  /**
   * Sees to it that a program is there before a build begins to need it.
   *
   * @param program a name; a path is the build's own affair
   * @throws SigilException {@code BUILD_TOOL_MISSING}
   */
  void require(String program, Language language, String purpose) {
    boolean present =
        program.contains("/")
            || path(language).stream()
                .anyMatch(directory -> Files.isExecutable(directory.resolve(program)));
    if (!present) {
      throw new SigilException(
          ErrorCode.BUILD_TOOL_MISSING,
          "This machine has no " + program + ", which is needed to " + purpose + ".",
          "Install " + program + " for all users, or name its folder in SIGIL_TOOL_PATH.");
    }
  }

  private static Optional<Path> newestJava() {
    if (!Files.isDirectory(JDKS)) {
      return Optional.empty();
    }
    try (Stream<Path> homes = Files.list(JDKS)) {
      return homes
          .filter(home -> Files.isExecutable(home.resolve("bin/javac")))
          .filter(home -> feature(home) >= OLDEST_JAVA)
          .max(Comparator.comparingInt(Toolchains::feature).thenComparing(Path::toString));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int feature(Path home) {
    Properties release = new Properties();
    try (Stream<String> lines = Files.lines(home.resolve("release"))) {
      for (String line : lines.toList()) {
        release.load(new StringReader(line));
      }
    } catch (IOException e) {
      return 0;
    }
    String version = release.getProperty("JAVA_VERSION", "0").replace("\"", "");
    String feature = version.split("[.+-]", -1)[0];
    return feature.matches("[0-9]{1,4}") ? Integer.parseInt(feature) : 0;
  }
}
