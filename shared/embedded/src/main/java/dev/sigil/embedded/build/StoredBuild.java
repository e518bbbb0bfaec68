package dev.sigil.embedded.build;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sigil.core.build.ImageBuilder.BuildRequest;
import dev.sigil.core.event.BuildFinished;
import dev.sigil.core.id.DeploymentId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A build as it is kept, so that a crash loses none.
 *
 * @param outcome null until the build ends
 */
record StoredBuild(
    DeploymentId deployment,
    State state,
    Instant submittedAt,
    BuildRequest request,
    @Nullable BuildFinished outcome) {
  /** How far a build has come. */
  enum State {
    @JsonProperty("submitted")
    SUBMITTED,
    /** Ended, but perhaps nobody has been told. */
    @JsonProperty("ended")
    ENDED,
    @JsonProperty("published")
    PUBLISHED
  }

  StoredBuild ended(BuildFinished value) {
    return new StoredBuild(deployment, State.ENDED, submittedAt, request, value);
  }

  StoredBuild published() {
    return new StoredBuild(deployment, State.PUBLISHED, submittedAt, request, outcome);
  }
}
