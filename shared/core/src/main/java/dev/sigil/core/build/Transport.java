package dev.sigil.core.build;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a server speaks MCP by itself. What it lacks for hosting, the stdio bridge adds. */
public enum Transport {
  @JsonProperty("stdio")
  STDIO,
  @JsonProperty("http")
  HTTP
}
