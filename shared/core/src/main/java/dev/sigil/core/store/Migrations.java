package dev.sigil.core.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.source.Repository;
import java.util.List;

/** The changes of form since the first. */
final class Migrations {
  /** What changes from release to release went into an object, and sources got a key. */
  static final Migration DEPLOYMENT_STANDING =
      new Migration("deployments", 2, Migrations::standing);

  /** Pull requests get previews, unless somebody says no. */
  static final Migration DEPLOYMENT_PREVIEWS =
      new Migration("deployments", 3, deployment -> deployment.put("previews", true));

  private static final List<String> STANDING =
      List.of("state", "visibility", "releases", "head", "live");

  private Migrations() {}

  private static ObjectNode standing(ObjectNode deployment) {
    ObjectNode standing = deployment.putObject("standing");
    for (String field : STANDING) {
      JsonNode value = deployment.remove(field);
      if (value != null) {
        standing.set(field, value);
      }
    }
    deployment.putObject("rule").put("on", "push").put("tags", "*");
    String repository = deployment.path("repository").asText();
    return deployment.put("source", new Repository(repository).key());
  }
}
