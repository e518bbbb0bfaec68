package dev.sigil.testkit.github;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;

/**
 * GitHub's own description of its REST API, as published in the npm package {@code
 * @octokit/openapi}. Thread-safe; read once a process.
 */
final class ApiDescription {
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

  private static final class Published {
    static final ApiDescription ONE = read();
  }

  private final List<ApiOperation> operations = new ArrayList<>();

  /** An operation, and the path's parameters in a request for it. */
  record Match(ApiOperation operation, Map<String, String> parameters) {}

  private ApiDescription(JsonNode document, ApiPermissions permissions) {
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        if (METHODS.contains(operation.getKey())) {
          operations.add(
              ApiOperation.of(
                  operation.getKey(), path.getKey(), operation.getValue(), document, permissions));
        }
      }
    }
    operations.sort(
        Comparator.comparing(ApiOperation::parameters)
            .thenComparing(operation -> operation.name().length(), Comparator.reverseOrder()));
  }

  static ApiDescription published() {
    peers();
    return Published.ONE;
  }

  /** The operation that a request asks for; {@code path} as it was sent. */
  Optional<Match> match(String method, String path) {
    return operations.stream()
        .filter(operation -> operation.method().equals(method))
        .flatMap(operation -> match(operation, path).stream())
        .findFirst();
  }

  /** The operation of a name such as {@code GET /app}. */
  ApiOperation named(String name) {
    return operations.stream()
        .filter(operation -> operation.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("GitHub has no operation " + name));
  }

  private static Optional<Match> match(ApiOperation operation, String path) {
    Matcher matcher = operation.path().matcher(path);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Map<String, String> values = new TreeMap<>();
    for (int i = 0; i < operation.parameterNames().size(); i++) {
      values.put(operation.parameterNames().get(i), decoded(matcher.group(i + 1)));
    }
    return Optional.of(new Match(operation, values));
  }

  static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static ApiDescription read() {
    return new ApiDescription(
        json("@octokit/openapi/generated/api.github.com.json"),
        ApiPermissions.of(json("@octokit/app-permissions/generated/api.github.com.json")));
  }

  private static JsonNode json(String file) {
    try {
      return Json.parse(Files.readAllBytes(peers().resolve("node_modules").resolve(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path peers() {
    String peers = System.getenv("SIGIL_NPM_PEERS");
    assertThat(peers)
        .as("SIGIL_NPM_PEERS is unset: run with SIGIL_NPM_PEERS=$(scripts/lib/npm-peers)")
        .isNotNull();
    return Path.of(peers);
  }
}
