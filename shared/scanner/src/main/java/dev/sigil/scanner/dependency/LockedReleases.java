package dev.sigil.scanner.dependency;

import dev.sigil.scanner.dependency.inventory.Dependency;
import dev.sigil.scanner.detect.Location;
import java.util.HashSet;
import java.util.Set;

/**
 * What the lockfiles of a scan tell, so that a manifest need not tell it again. Not thread-safe.
 */
final class LockedReleases {
  private final Set<String> releases = new HashSet<>();
  private final Set<String> beside = new HashSet<>();

  void add(Location lockfile, Dependency dependency) {
    releases.add(release(dependency));
    beside.add(beside(lockfile, dependency));
  }

  /**
   * Whether a lockfile tells of {@code dependency} of {@code manifest}: one in the same directory
   * whatever version it chose, any other by the same version.
   */
  boolean tell(Location manifest, Dependency dependency) {
    return releases.contains(release(dependency)) || beside.contains(beside(manifest, dependency));
  }

  private static String release(Dependency dependency) {
    return String.join(
        "\0", dependency.ecosystem().name(), dependency.name(), dependency.version());
  }

  private static String beside(Location file, Dependency dependency) {
    return String.join("\0", file.sibling(""), dependency.ecosystem().name(), dependency.name());
  }
}
