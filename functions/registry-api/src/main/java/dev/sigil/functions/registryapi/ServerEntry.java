package dev.sigil.functions.registryapi;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.registry.PackageStatus;
import dev.sigil.core.registry.PackageVersion;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A version as the MCP registry's API spells it: {@code server.json} and what is said about it. */
record ServerEntry(ObjectNode server, @JsonProperty("_meta") Meta meta) {
  static ServerEntry of(PackageVersion version) {
    return new ServerEntry(
        version.server(),
        new Meta(
            new Official(
                version.status(),
                version.statusMessage(),
                version.statusChangedAt(),
                version.publishedAt(),
                version.updatedAt(),
                version.latest()),
            new Deploy(version.workspace().value(), version.commit().id(), version.catalogue())));
  }

  /** Always present: clients read into it without asking. */
  record Meta(
      @JsonProperty("io.modelcontextprotocol.registry/official") Official official,
      @JsonProperty("dev.sigil/deploy") Deploy deploy) {}

  /** What the registry itself says. */
  record Official(
      PackageStatus status,
      @Nullable String statusMessage,
      Instant statusChangedAt,
      Instant publishedAt,
      Instant updatedAt,
      @JsonProperty("isLatest") boolean latest) {}

  /**
   * What hosting adds.
   *
   * @param tools hash of the tools that the server answered when it went live
   */
  record Deploy(String workspace, String commit, String tools) {}
}
