package dev.sigil.core.registry;

import dev.sigil.core.build.Visibility;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.WorkspaceId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A name in the registry and what was published under it.
 *
 * @param name such as {@code io.github.acme/weather}
 * @param workspace null while the package is only imported
 * @param deployment the only one that may publish under the name; null while it is only imported
 * @param latest null when every version is deleted
 * @param versions in the order of their first publication, at most {@value #MAX_VERSIONS}
 */
public record PackageEntry(
    String name,
    @Nullable WorkspaceId workspace,
    @Nullable DeploymentId deployment,
    Visibility visibility,
    @Nullable String latest,
    List<String> versions,
    Instant createdAt,
    Instant updatedAt) {
  /** The oldest version makes room for the next, so that a package never outgrows a transaction. */
  public static final int MAX_VERSIONS = 200;

  public PackageEntry {
    versions = List.copyOf(versions);
  }
}
