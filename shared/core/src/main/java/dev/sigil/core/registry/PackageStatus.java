package dev.sigil.core.registry;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The life of a published version, as the MCP registry's API names it. */
public enum PackageStatus {
  @JsonProperty("active")
  ACTIVE,
  /** Listed, with a message that says what to use instead. */
  @JsonProperty("deprecated")
  DEPRECATED,
  /** Not listed; who knows its name may still read it. */
  @JsonProperty("deleted")
  DELETED
}
