package dev.sigil.embedded;

import dev.sigil.core.Environment;
import dev.sigil.core.source.SourceLimits;
import dev.sigil.embedded.build.BuildSettings;
import dev.sigil.embedded.runtime.RuntimeConfig;
import dev.sigil.embedded.runtime.RuntimeSettings;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How the platform runs on this machine.
 *
 * @param data everything the platform keeps lies below it
 */
public record EmbeddedConfig(Path data, BuildSettings builds, RuntimeConfig runtime) {
  /**
   * Reads the environment.
   *
   * @throws dev.sigil.core.ConfigException naming every problem
   */
  public static EmbeddedConfig from(Map<String, String> variables) {
    Environment environment = new Environment(variables);
    Path home = Path.of(variables.getOrDefault("HOME", "."));
    Path data =
        environment
            .path("SIGIL_DATA", home.resolve(".local/share/sigil"))
            .toAbsolutePath()
            .normalize();
    EmbeddedConfig config =
        new EmbeddedConfig(data, builds(environment, variables, data), runtime(environment, data));
    environment.check();
    return config;
  }

  private static BuildSettings builds(
      Environment environment, Map<String, String> variables, Path data) {
    int processors = Runtime.getRuntime().availableProcessors();
    List<Path> tools =
        Stream.of(environment.text("SIGIL_TOOL_PATH", "").split(File.pathSeparator, -1))
            .filter(directory -> !directory.isBlank())
            .map(Path::of)
            .toList();
    return new BuildSettings(
        data.resolve("artifacts"),
        data.resolve("cache"),
        SourceLimits.from(environment),
        environment.integer("SIGIL_BUILD_CONCURRENCY", processors, 1, 64),
        environment.duration("SIGIL_BUILD_TIMEOUT", Duration.ofMinutes(15)),
        environment.integer("SIGIL_BUILD_MEMORY_MIB", 4_096, 256, 1 << 20),
        tools,
        variables);
  }

  private static RuntimeConfig runtime(Environment environment, Path data) {
    return new RuntimeConfig(
        data.resolve("servers"),
        data.resolve("artifacts"),
        environment.path("SIGIL_BRIDGE_JAR", besideLibraries()),
        Path.of(System.getProperty("java.home"), "bin", "java"),
        !environment.text("SIGIL_BUBBLEWRAP", "auto").equals("off"),
        RuntimeSettings.DEFAULT);
  }

  /* The bridge is shipped in a folder beside the one that this class's jar lies in. */
  private static Path besideLibraries() {
    try {
      Path jar =
          Path.of(EmbeddedConfig.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return jar.resolveSibling("../bridge/sigil-bridge.jar").normalize();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Where sources are unpacked; what a crash left there is removed at the start. */
  public Path temporary() {
    return data.resolve("tmp");
  }
}
