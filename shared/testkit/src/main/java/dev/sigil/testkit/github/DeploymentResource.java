package dev.sigil.testkit.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Deployments to environments, and their statuses. */
final class DeploymentResource implements Routes.Resource {
  private static final String DEPLOYMENTS = " /repos/{owner}/{repo}/deployments";

  private record Deployment(long repository, ObjectNode body, List<ObjectNode> statuses) {}

  private final FakeGitHub github;
  private final Map<Long, Deployment> deployments = new TreeMap<>();

  DeploymentResource(FakeGitHub github) {
    this.github = github;
  }

  @Override
  public void add(Routes routes) {
    routes
        .on("POST" + DEPLOYMENTS, this::create)
        .on("GET" + DEPLOYMENTS, this::list)
        .on("POST" + DEPLOYMENTS + "/{deployment_id}/statuses", this::status);
  }

  /** Each deployment's last status, with its environment. */
  List<JsonNode> states() {
    List<JsonNode> states = new ArrayList<>();
    deployments.values().stream()
        .filter(deployment -> !deployment.statuses().isEmpty())
        .forEach(
            deployment ->
                states.add(
                    deployment
                        .statuses()
                        .getLast()
                        .deepCopy()
                        .put("environment", deployment.body().path("environment").asText())
                        .put(
                            "transient",
                            deployment.body().path("transient_environment").asBoolean())));
    return states;
  }

  private Reply create(Call call) {
    FakeRepository repository = github.visible(call);
    String ref = call.body().path("ref").asText();
    if (repository.commit(ref).isEmpty()) {
      throw Reply.refused(422, "No ref found for: " + ref);
    }
    if (call.body().path("required_contexts").size() > 0
        || call.body().path("auto_merge").asBoolean(true)) {
      throw Reply.refused(409, "Conflict: commit statuses are not known, and nothing is merged");
    }
    long id = 2_000L + deployments.size();
    ObjectNode body = call.operation().example(201).put("id", id).put("sha", ref).put("ref", ref);
    for (String field :
        List.of(
            "environment",
            "description",
            "payload",
            "transient_environment",
            "production_environment")) {
      if (call.body().has(field)) {
        body.set(field, call.body().get(field));
      }
    }
    deployments.put(id, new Deployment(repository.id(), body, new ArrayList<>()));
    return Reply.of(201, body);
  }

  private Reply list(Call call) {
    FakeRepository repository = github.visible(call);
    ArrayNode found = Json.object().arrayNode();
    deployments.values().stream()
        .filter(deployment -> deployment.repository() == repository.id())
        .map(Deployment::body)
        .filter(body -> asked(call, body, "sha") && asked(call, body, "environment"))
        .forEach(found::add);
    return Reply.ok(found);
  }

  private static boolean asked(Call call, JsonNode body, String field) {
    String wanted = call.query().get(field);
    return wanted == null || wanted.equals(body.path(field).asText());
  }

  private Reply status(Call call) {
    github.visible(call);
    Deployment deployment = deployments.get(Long.parseLong(call.path("deployment_id")));
    if (deployment == null) {
      throw Reply.refused(404, "Not Found");
    }
    ObjectNode status =
        call.operation().example(201).put("id", 3_000L + deployment.statuses().size());
    for (String field : List.of("state", "description", "environment_url", "log_url")) {
      if (call.body().has(field)) {
        status.set(field, call.body().get(field));
      }
    }
    deployment.statuses().add(status);
    return Reply.of(201, status);
  }
}
