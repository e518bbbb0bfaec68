package dev.sigil.core.build;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who may find and call a server. */
public enum Visibility {
  /** Listed in the registry, callable by everybody. */
  @JsonProperty("public")
  PUBLIC,
  /** Seen and called by its workspace only, with an API key. */
  @JsonProperty("private")
  PRIVATE
}
