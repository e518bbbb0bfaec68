package dev.sigil.testkit.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.sigil.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * One operation of GitHub's API.
 *
 * @param name method and path, such as {@code GET /repos/{owner}/{repo}}
 * @param path matches a request's raw path; its groups are {@code parameterNames}
 * @param granted a grant of any of these is enough; empty when no permission is needed
 */
record ApiOperation(
    String name,
    String method,
    Pattern path,
    List<String> parameterNames,
    JsonNode description,
    JsonNode document,
    Optional<List<Grant>> granted,
    Map<String, JsonSchema> schemas) {
  private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");

  /* GitHub takes slashes in names of refs and files, whatever its description marks. */
  private static final Set<String> SLASHES =
      Set.of("ref", "path", "branch", "tree_sha", "sha", "basehead", "tag");

  /** A permission of an App, and {@code read} or {@code write}. */
  record Grant(String permission, String access) {
    /** Whether what was granted covers this. */
    boolean coveredBy(Map<String, String> permissions) {
      String given = permissions.getOrDefault(permission, "none");
      return given.equals("write") || given.equals(access);
    }
  }

  static ApiOperation of(
      String method, String path, JsonNode node, JsonNode document, ApiPermissions permissions) {
    List<String> names = PARAMETER.matcher(path).results().map(result -> result.group(1)).toList();
    String upper = method.toUpperCase(Locale.ROOT);
    return new ApiOperation(
        upper + " " + path,
        upper,
        Pattern.compile(PARAMETER.matcher(path).replaceAll(found -> group(found, path))),
        names,
        node,
        document,
        permissions.needed(upper, path),
        new ConcurrentHashMap<>());
  }

  private static String group(MatchResult found, String path) {
    boolean last = found.end() == path.length();
    return last && SLASHES.contains(found.group(1)) ? "(.+)" : "([^/]+)";
  }

  int parameters() {
    return parameterNames.size();
  }

  /** What is wrong with a request for this operation. */
  List<String> problems(Map<String, String> query, JsonNode body) {
    List<String> problems = new ArrayList<>();
    Map<String, JsonNode> known =
        StreamSupport.stream(description.path("parameters").spliterator(), false)
            .map(this::resolve)
            .filter(parameter -> parameter.path("in").asText().equals("query"))
            .collect(Collectors.toMap(parameter -> parameter.path("name").asText(), p -> p));
    query.forEach(
        (name, value) -> {
          if (!known.containsKey(name)) {
            problems.add("has the query parameter " + name + ", which GitHub does not know");
          } else if (name.equals("per_page") && !value.matches("[1-9]|[1-9][0-9]|100")) {
            problems.add("asks for more than 100 items a page");
          }
        });
    known.forEach(
        (name, parameter) -> {
          if (parameter.path("required").asBoolean() && !query.containsKey(name)) {
            problems.add("lacks the query parameter " + name);
          }
        });
    problems.addAll(bodyProblems(body));
    return problems;
  }

  private List<String> bodyProblems(JsonNode body) {
    JsonNode request = description.path("requestBody");
    JsonNode schema = request.at("/content/application~1json/schema");
    if (body.isMissingNode()) {
      return request.path("required").asBoolean() ? List.of("lacks its body") : List.of();
    }
    if (schema.isMissingNode()) {
      return List.of("has a body, which GitHub does not read");
    }
    List<String> problems = new ArrayList<>(invalid("request", schema, body));
    JsonNode properties = resolve(schema).path("properties");
    if (properties.isObject() && !schema.path("additionalProperties").asBoolean()) {
      body.fieldNames()
          .forEachRemaining(
              name -> {
                if (!properties.has(name)) {
                  problems.add("has the field " + name + ", which GitHub does not know");
                }
              });
    }
    return problems;
  }

  /**
   * What is wrong with an answer, beside what is wrong with GitHub's own example of it; empty for a
   * status without a schema of JSON.
   */
  List<String> answerProblems(int status, JsonNode body) {
    JsonNode schema = response(status).at("/content/application~1json/schema");
    if (schema.isMissingNode()) {
      return List.of();
    }
    List<String> problems = new ArrayList<>(invalid("answer" + status, schema, body));
    if (!problems.isEmpty()) {
      problems.removeAll(invalid("answer" + status, schema, published(status)));
    }
    return problems;
  }

  /** GitHub's own example of what this answers. */
  ObjectNode example(int status) {
    JsonNode value = published(status);
    return (value.isArray() ? value.get(0) : value).deepCopy();
  }

  private JsonNode published(int status) {
    JsonNode examples = response(status).at("/content/application~1json/examples");
    return resolve(examples.elements().next()).path("value");
  }

  private JsonNode response(int status) {
    return resolve(description.path("responses").path(Integer.toString(status)));
  }

  private List<String> invalid(String key, JsonNode schema, JsonNode value) {
    return schemas.computeIfAbsent(key, any -> compile(schema)).validate(value).stream()
        .map(ValidationMessage::getMessage)
        .toList();
  }

  private JsonSchema compile(JsonNode schema) {
    ObjectNode whole = Json.object();
    whole.set("components", document.path("components"));
    whole.putArray("allOf").add(schema);
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(whole);
  }

  private JsonNode resolve(JsonNode node) {
    String reference = node.path("$ref").asText("");
    return reference.isEmpty() ? node : document.at(reference.substring(1));
  }
}
