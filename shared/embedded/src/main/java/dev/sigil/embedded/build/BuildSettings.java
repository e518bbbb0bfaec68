package dev.sigil.embedded.build;

import dev.sigil.core.source.SourceLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How builds run on this machine.
 *
 * @param artifacts where results are kept, one directory each
 * @param caches where downloads are kept, one directory for each workspace
 * @param concurrency builds at the same time
 * @param timeout for one build with all its steps
 * @param memoryMiB that one process of a build may allocate
 * @param toolPath more directories with tools, searched first and readable by builds
 * @param environment the platform's own variables; only proxies, certificates and mirrors are used
 */
public record BuildSettings(
    Path artifacts,
    Path caches,
    SourceLimits limits,
    int concurrency,
    Duration timeout,
    int memoryMiB,
    List<Path> toolPath,
    Map<String, String> environment) {
  public BuildSettings {
    toolPath = List.copyOf(toolPath);
    environment = Map.copyOf(environment);
  }
}
