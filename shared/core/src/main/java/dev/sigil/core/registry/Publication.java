package dev.sigil.core.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.build.Visibility;
import dev.sigil.core.id.DeploymentId;
import org.jspecify.annotations.Nullable;

/**
 * What a release, or an import, asks the registry to publish.
 *
 * @param server a valid server.json, see {@link ServerJson}
 * @param hosting null for an import
 * @param rollback makes the version the latest although a higher one was published before
 */
public record Publication(
    ObjectNode server, Visibility visibility, @Nullable Hosting hosting, boolean rollback) {
  /** A server that runs elsewhere, for everybody to find. */
  public static Publication imported(ObjectNode server) {
    return new Publication(server, Visibility.PUBLIC, null, false);
  }

  @Nullable DeploymentId deployment() {
    return hosting == null ? null : hosting.deployment();
  }

  String name() {
    return server.path("name").asText();
  }

  String version() {
    return server.path("version").asText();
  }
}
