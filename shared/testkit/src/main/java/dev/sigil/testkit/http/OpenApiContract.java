package dev.sigil.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.functions.HttpFunction;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.sigil.core.json.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** An OpenAPI document that a function must keep to, in its routes and in its answers. */
public final class OpenApiContract {
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

  private final JsonNode document;
  private final Map<JsonNode, JsonSchema> schemas = new ConcurrentHashMap<>();

  private OpenApiContract(JsonNode document) {
    this.document = document;
  }

  /** The document that the function serves. */
  public static OpenApiContract of(HttpFunction function) {
    FakeHttpResponse answer =
        FakeHttpResponse.from(function, FakeHttpRequest.of("GET", "/openapi.json"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("openapi").asText()).startsWith("3.1");
    return new OpenApiContract(answer.json());
  }

  /**
   * A documented operation.
   *
   * @param method in lower case
   * @param success the least documented status, which is that of a success
   */
  public record Operation(String id, String method, String path, int success) {
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  /** Every operation, in the document's order. */
  public List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        if (METHODS.contains(operation.getKey())) {
          operations.add(operation(operation.getKey(), path.getKey(), operation.getValue()));
        }
      }
    }
    return operations;
  }

  private static Operation operation(String method, String path, JsonNode documented) {
    int success =
        documented.path("responses").properties().stream()
            .mapToInt(response -> Integer.parseInt(response.getKey()))
            .min()
            .orElseThrow();
    return new Operation(documented.path("operationId").asText(), method, path, success);
  }

  /** Checks both ways: every route is documented, every documented operation is routed. */
  public void documents(Collection<String> routes) {
    assertThat(operations())
        .extracting(Operation::toString)
        .containsExactlyInAnyOrderElementsOf(routes);
  }

  /** Checks an answer against the schema documented for the operation and the answer's status. */
  public void accepts(String method, String path, FakeHttpResponse answer) {
    JsonNode operation = document.path("paths").path(path).path(method);
    assertThat(operation.isObject()).as("%s %s is documented", method, path).isTrue();
    JsonNode documented = resolve(operation.path("responses").path("" + answer.status()));
    assertThat(documented.isObject())
        .as("%s %s documents status %s: %s", method, path, answer.status(), answer.text())
        .isTrue();
    JsonNode formats = documented.path("content");
    String type = answer.header("Content-Type").replaceAll(";.*", "");
    if (!type.isEmpty() && !type.equals("application/json")) {
      assertThat(formats.has(type)).as("%s %s documents %s", method, path, type).isTrue();
      return;
    }
    JsonNode schema = formats.path("application/json").path("schema");
    if (schema.isMissingNode()) {
      assertThat(answer.text()).as("%s %s has no body", method, path).isEmpty();
      return;
    }
    assertThat(problems(schema, answer.json()))
        .as("%s %s answers as documented: %s", method, path, answer.text())
        .isEmpty();
  }

  private Set<ValidationMessage> problems(JsonNode schema, JsonNode value) {
    return schemas.computeIfAbsent(schema, this::compile).validate(value);
  }

  private JsonSchema compile(JsonNode schema) {
    ObjectNode whole = Json.object();
    whole.set("components", document.path("components"));
    whole.set("allOf", Json.parse("[" + Json.write(schema) + "]"));
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(whole);
  }

  private JsonNode resolve(JsonNode node) {
    String reference = node.path("$ref").asText("");
    return reference.isEmpty() ? node : document.at(reference.substring(1));
  }
}
