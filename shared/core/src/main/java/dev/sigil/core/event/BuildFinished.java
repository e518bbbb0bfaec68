package dev.sigil.core.event;

import dev.sigil.core.build.Artifact;
import dev.sigil.core.deploy.Failure;
import dev.sigil.core.id.ReleaseId;
import org.jspecify.annotations.Nullable;

/**
 * A build ended, or a rollback chose an earlier one. Published by the builder, or by console-api.
 * Exactly one of artifact and failure is set.
 */
public record BuildFinished(
    ReleaseId release, @Nullable Artifact artifact, @Nullable Failure failure) implements Event {
  public BuildFinished {
    if ((artifact == null) == (failure == null)) {
      throw new IllegalArgumentException("a build ends with an artifact or a failure");
    }
  }

  public static BuildFinished succeeded(ReleaseId release, Artifact artifact) {
    return new BuildFinished(release, artifact, null);
  }

  public static BuildFinished failed(ReleaseId release, Failure failure) {
    return new BuildFinished(release, null, failure);
  }

  @Override
  public Topic topic() {
    return Topic.BUILD_FINISHED;
  }

  @Override
  public String key() {
    return release.value();
  }
}
