package dev.sigil.core.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sigil.core.id.ReleaseId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What runs of a deployment.
 *
 * @param isolation how instances are kept apart, such as {@code bubblewrap} or {@code processes}
 * @param lastExit how the last instance that was not stopped by the platform ended, or null
 */
public record ServerStatus(
    State state,
    ReleaseId release,
    List<Instance> instances,
    String isolation,
    @Nullable String lastExit) {
  public ServerStatus {
    instances = List.copyOf(instances);
  }

  /** The health of a server. */
  public enum State {
    @JsonProperty("running")
    RUNNING,
    /** Scaled to zero; the next request wakes it. */
    @JsonProperty("sleeping")
    SLEEPING,
    @JsonProperty("paused")
    PAUSED,
    /** Its instances keep ending; it is started again with backoff. */
    @JsonProperty("crashing")
    CRASHING
  }

  /** One running instance. */
  public record Instance(String id, Instant startedAt, int requestsInFlight) {}
}
