package dev.sigil.embedded.runtime;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a runtime works.
 *
 * @param data the runtime's own directory; nobody else writes to it
 * @param artifacts the directory of all artifacts
 * @param bridgeJar the runnable bridge for servers that speak stdio
 * @param java a Java program of release 21 or later, for the bridge
 * @param bubblewrap false leaves it out where it is installed
 */
public record RuntimeConfig(
    Path data,
    Path artifacts,
    Path bridgeJar,
    Path java,
    boolean bubblewrap,
    RuntimeSettings settings) {
  public RuntimeConfig {
    data = data.toAbsolutePath().normalize();
    artifacts = artifacts.toAbsolutePath().normalize();
    bridgeJar = bridgeJar.toAbsolutePath().normalize();
    java = java.toAbsolutePath().normalize();
  }

  Path instances() {
    return data.resolve("instances");
  }

  /** What the servers of a deployment keep from one instance to the next. */
  Path serverData() {
    return data.resolve("data");
  }

  /** The directory that holds the Java runtime. */
  Path javaHome() {
    return Optional.ofNullable(java.getParent()).map(Path::getParent).orElse(java);
  }
}
