package dev.sigil.core.account;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an API key may do. {@link #ADMIN} includes the others. */
public enum Scope {
  /** See deployments, releases and logs. */
  @JsonProperty("read")
  READ,
  /** Deploy, restart, roll back, delete, set secrets. */
  @JsonProperty("deploy")
  DEPLOY,
  /** Call private servers of the workspace through the gateway. */
  @JsonProperty("invoke")
  INVOKE,
  /** Everything, including keys. */
  @JsonProperty("admin")
  ADMIN
}
