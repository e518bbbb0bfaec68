package dev.sigil.core.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What made a release. */
public enum Trigger {
  @JsonProperty("push")
  PUSH,
  @JsonProperty("tag")
  TAG,
  /** A release was published on the code host. */
  @JsonProperty("release")
  RELEASE,
  /** A commit of a pull request, for its preview. */
  @JsonProperty("pull-request")
  PULL_REQUEST,
  /** A person, through the CLI, the dashboard or the API. */
  @JsonProperty("manual")
  MANUAL,
  /** A person chose an earlier release's artifact. */
  @JsonProperty("rollback")
  ROLLBACK
}
