package dev.sigil.functions.registryapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.registry.Hosting;
import dev.sigil.core.registry.PackageStatus;
import dev.sigil.core.registry.PackageVersion;
import dev.sigil.core.tool.Tool;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A package as people look for it.
 *
 * @param workspace who hosts it here; null for a server that runs elsewhere
 * @param endpoint where MCP clients connect
 * @param repository where its source is, when everybody can open it
 */
record PackageView(
    String name,
    String title,
    String description,
    String version,
    PackageStatus status,
    @Nullable String statusMessage,
    @Nullable String workspace,
    @Nullable String endpoint,
    @Nullable String repository,
    @Nullable String commit,
    Instant publishedAt,
    Instant updatedAt) {
  static PackageView of(PackageVersion version) {
    ObjectNode server = version.server();
    @Nullable Hosting hosting = version.hosting();
    return new PackageView(
        version.name(),
        server.path("title").asText(version.name()),
        server.path("description").asText(),
        version.version(),
        version.status(),
        version.statusMessage(),
        hosting == null ? null : hosting.workspace().value(),
        server.at("/remotes/0/url").textValue(),
        server.at("/repository/url").textValue(),
        hosting == null ? null : hosting.commit().id(),
        version.publishedAt(),
        version.updatedAt());
  }

  /** A tool without its schemas, which the server itself tells. */
  record ToolView(String name, @Nullable String title, @Nullable String description) {
    static ToolView of(Tool tool) {
      return new ToolView(tool.name(), tool.title(), tool.description());
    }
  }

  /** A package with its tools and all its versions, newest publication first. */
  record Detail(
      PackageView latest, JsonNode server, List<ToolView> tools, List<PackageView> versions) {
    Detail {
      tools = List.copyOf(tools);
      versions = List.copyOf(versions);
    }
  }
}
