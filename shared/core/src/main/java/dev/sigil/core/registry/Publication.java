package dev.sigil.core.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.build.Visibility;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.source.Commit;

/**
 * What a release asks the registry to publish.
 *
 * @param server a valid server.json, see {@link ServerJson}
 * @param rollback makes the version the latest although a higher one was published before
 */
public record Publication(
    Deployment deployment,
    ReleaseId release,
    Commit commit,
    Visibility visibility,
    String catalogue,
    ObjectNode server,
    boolean rollback) {
  String name() {
    return server.path("name").asText();
  }

  String version() {
    return server.path("version").asText();
  }
}
