package dev.sigil.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.functions.HttpFunction;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.sigil.core.json.Json;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** An OpenAPI document that a function must keep to, in its routes and in its answers. */
public final class OpenApiContract {
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

  private final JsonNode document;

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

  /** Checks both ways: every route is documented, every documented operation is routed. */
  public void documents(Collection<String> routes) {
    Set<String> operations = new TreeSet<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> {
                          if (METHODS.contains(method)) {
                            operations.add(method + " " + path.getKey());
                          }
                        }));
    assertThat(operations).isEqualTo(new TreeSet<>(routes));
  }

  /** Checks an answer against the schema documented for the operation and the answer's status. */
  public void accepts(String method, String path, FakeHttpResponse answer) {
    JsonNode operation = document.path("paths").path(path).path(method);
    assertThat(operation.isObject()).as("%s %s is documented", method, path).isTrue();
    JsonNode documented = resolve(operation.path("responses").path("" + answer.status()));
    assertThat(documented.isObject())
        .as("%s %s documents status %s: %s", method, path, answer.status(), answer.text())
        .isTrue();
    JsonNode schema = documented.path("content").path("application/json").path("schema");
    if (schema.isMissingNode()) {
      assertThat(answer.text()).as("%s %s has no body", method, path).isEmpty();
      return;
    }
    assertThat(problems(schema, answer.json()))
        .as("%s %s answers as documented: %s", method, path, answer.text())
        .isEmpty();
  }

  private Set<ValidationMessage> problems(JsonNode schema, JsonNode value) {
    ObjectNode whole = Json.object();
    whole.set("components", document.path("components"));
    whole.set("allOf", Json.parse("[" + Json.write(schema) + "]"));
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(whole)
        .validate(value);
  }

  private JsonNode resolve(JsonNode node) {
    String reference = node.path("$ref").asText("");
    return reference.isEmpty() ? node : document.at(reference.substring(1));
  }
}
