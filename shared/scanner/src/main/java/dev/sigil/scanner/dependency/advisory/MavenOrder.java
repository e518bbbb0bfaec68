package dev.sigil.scanner.dependency.advisory;

import org.apache.maven.artifact.versioning.ComparableVersion;

/** Maven's own order: {@code 1.0-rc1 < 1.0 = 1.0.0 = 1.0-ga < 1.0.1}. */
enum MavenOrder implements VersionOrder {
  INSTANCE;

  @Override
  public boolean valid(String version) {
    return !version.isBlank() && version.length() <= MAX_LENGTH;
  }

  @Override
  public int compare(String left, String right) {
    return new ComparableVersion(left).compareTo(new ComparableVersion(right));
  }
}
