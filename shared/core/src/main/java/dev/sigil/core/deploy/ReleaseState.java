package dev.sigil.core.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Where a release stands. The stages are in the order in which a release passes them; a release
 * never goes back. {@link #LIVE} ends the pipeline, and ends itself when a newer release goes live.
 */
public enum ReleaseState {
  @JsonProperty("queued")
  QUEUED,
  @JsonProperty("scanning")
  SCANNING,
  @JsonProperty("building")
  BUILDING,
  @JsonProperty("deploying")
  DEPLOYING,
  @JsonProperty("verifying")
  VERIFYING,
  @JsonProperty("live")
  LIVE,
  /** Stopped by the scan. */
  @JsonProperty("blocked")
  BLOCKED,
  /** Stopped by an error, which {@link Release#failure()} tells. */
  @JsonProperty("failed")
  FAILED,
  /** A newer commit took its place. */
  @JsonProperty("superseded")
  SUPERSEDED,
  /** Stopped by a person, or by the deletion of its deployment. */
  @JsonProperty("cancelled")
  CANCELLED;

  /** Whether the pipeline still has work to do on the release. */
  public boolean open() {
    return compareTo(LIVE) < 0;
  }
}
