package dev.sigil.core.build;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a server is written in; decides base image, build steps and memory flags. */
public enum Language {
  @JsonProperty("node")
  NODE,
  @JsonProperty("python")
  PYTHON,
  @JsonProperty("java")
  JAVA,
  @JsonProperty("go")
  GO,
  /** The repository's own Dockerfile says everything. */
  @JsonProperty("container")
  CONTAINER
}
