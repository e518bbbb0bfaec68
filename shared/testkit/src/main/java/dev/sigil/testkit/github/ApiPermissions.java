package dev.sigil.testkit.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.testkit.github.ApiOperation.Grant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which permission of an App each operation needs: as the npm package {@code
 * @octokit/app-permissions} says, and, of operations that it does not know, as GitHub's page
 * "Permissions required for GitHub Apps" does (REST API version 2022-11-28).
 */
record ApiPermissions(Map<String, List<Grant>> grants) {
  private static final String REPOSITORY = "/repos/{}/{}";

  static ApiPermissions of(JsonNode published) {
    Map<String, List<Grant>> grants = new HashMap<>();
    for (Map.Entry<String, JsonNode> permission : published.path("permissions").properties()) {
      for (String access : List.of("read", "write")) {
        for (JsonNode route : permission.getValue().path(access)) {
          String name = route.asText().replaceAll("\\{[^}]+}", "{}");
          grants
              .computeIfAbsent(name, any -> new ArrayList<>())
              .add(new Grant(permission.getKey(), access));
        }
      }
    }
    later().forEach(grants::put);
    return new ApiPermissions(Map.copyOf(grants));
  }

  private static Map<String, List<Grant>> later() {
    List<Grant> reading = List.of(new Grant("contents", "read"));
    List<Grant> writing = List.of(new Grant("contents", "write"));
    List<Grant> metadata = List.of(new Grant("metadata", "read"));
    return Map.of(
        "GET " + REPOSITORY + "/tarball/{}",
        reading,
        "GET " + REPOSITORY + "/commits/{}",
        reading,
        "GET " + REPOSITORY + "/commits/{}/branches-where-head",
        reading,
        "GET " + REPOSITORY + "/git/tags/{}",
        reading,
        "GET " + REPOSITORY + "/git/trees/{}",
        reading,
        "GET " + REPOSITORY + "/git/blobs/{}",
        reading,
        "PUT " + REPOSITORY + "/contents/{}",
        writing,
        "POST " + REPOSITORY + "/git/refs",
        writing,
        "GET /installation/repositories",
        metadata,
        "GET " + REPOSITORY + "/collaborators/{}/permission",
        metadata);
  }

  /**
   * What a request needs: one of the grants, or none when the list is empty; nothing at all when
   * nobody knows. The App needs none for what concerns itself.
   */
  Optional<List<Grant>> needed(String method, String path) {
    if (path.equals("/app")
        || path.startsWith("/app/")
        || path.endsWith("/installation")
        || path.startsWith("/user")) {
      return Optional.of(List.of());
    }
    return Optional.ofNullable(grants.get(method + " " + path.replaceAll("\\{[^}]+}", "{}")));
  }
}
