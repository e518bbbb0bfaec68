package dev.sigil.functions.registryapi;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.registry.Hosting;
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
            Deploy.of(version.hosting())));
  }

  /**
   * Always present: clients read into it without asking.
   *
   * @param deploy null for a server that runs elsewhere
   */
  record Meta(
      @JsonProperty("io.modelcontextprotocol.registry/official") Official official,
      @JsonProperty("dev.sigil/deploy") @Nullable Deploy deploy) {}

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
  record Deploy(String workspace, String commit, String tools) {
    static @Nullable Deploy of(@Nullable Hosting hosting) {
      return hosting == null
          ? null
          : new Deploy(hosting.workspace().value(), hosting.commit().id(), hosting.catalogue());
    }
  }
}
