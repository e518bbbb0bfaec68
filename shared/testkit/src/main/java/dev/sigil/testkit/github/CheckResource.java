package dev.sigil.testkit.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Check runs and commit statuses. */
final class CheckResource implements Routes.Resource {
  private static final String REPOSITORY = " /repos/{owner}/{repo}";
  private static final int MAX_ANNOTATIONS = 50;

  private final FakeGitHub github;
  private final Map<Long, ObjectNode> runs = new TreeMap<>();
  private final Map<Long, List<JsonNode>> annotations = new TreeMap<>();
  private final List<ObjectNode> statuses = new ArrayList<>();

  CheckResource(FakeGitHub github) {
    this.github = github;
  }

  @Override
  public void add(Routes routes) {
    routes
        .on("POST" + REPOSITORY + "/check-runs", this::create)
        .on("PATCH" + REPOSITORY + "/check-runs/{check_run_id}", this::update)
        .on("GET" + REPOSITORY + "/check-runs/{check_run_id}", this::get)
        .on("GET" + REPOSITORY + "/commits/{ref}/check-runs", this::list)
        .on("POST" + REPOSITORY + "/statuses/{sha}", this::status);
  }

  List<JsonNode> runs() {
    return List.copyOf(runs.values());
  }

  List<JsonNode> annotations(long run) {
    return List.copyOf(annotations.getOrDefault(run, List.of()));
  }

  List<JsonNode> statuses() {
    return List.copyOf(statuses);
  }

  private Reply create(Call call) {
    FakeRepository repository = github.visible(call);
    String sha = call.body().path("head_sha").asText();
    if (repository.commit(sha).isEmpty()) {
      throw Reply.refused(422, "No commit found for SHA: " + sha);
    }
    long id = 1_000L + runs.size();
    ObjectNode run = call.operation().example(201).put("id", id).put("head_sha", sha);
    run.put("repository", repository.id());
    run.putNull("conclusion");
    run.putNull("completed_at");
    run.put("status", "queued");
    run.withObject("/output").put("annotations_count", 0);
    runs.put(id, run);
    return Reply.of(201, change(id, call.body()));
  }

  private Reply update(Call call) {
    return Reply.ok(change(id(call), call.body()));
  }

  private Reply get(Call call) {
    return Reply.ok(shown(id(call)));
  }

  private long id(Call call) {
    FakeRepository repository = github.visible(call);
    long id = Long.parseLong(call.path("check_run_id"));
    ObjectNode run = runs.get(id);
    if (run == null || run.path("repository").asLong() != repository.id()) {
      throw Reply.refused(404, "Not Found");
    }
    return id;
  }

  private Reply list(Call call) {
    FakeRepository repository = github.visible(call);
    String name = call.query().getOrDefault("check_name", "");
    ArrayNode found = Json.object().arrayNode();
    runs.forEach(
        (id, run) -> {
          boolean asked =
              run.path("repository").asLong() == repository.id()
                  && run.path("head_sha").asText().equals(call.path("ref"))
                  && (name.isEmpty() || run.path("name").asText().equals(name));
          if (asked) {
            found.add(shown(id));
          }
        });
    return Reply.ok(Json.object().put("total_count", found.size()).set("check_runs", found));
  }

  /* GitHub adds annotations to those it has, and takes the rest as the new state. */
  private ObjectNode change(long id, JsonNode body) {
    ObjectNode run = Json.object();
    run.setAll(runs.getOrDefault(id, Json.object()));
    for (String field :
        List.of("name", "external_id", "details_url", "started_at", "completed_at", "status")) {
      if (body.has(field)) {
        run.set(field, body.get(field));
      }
    }
    if (body.has("conclusion")) {
      run.set("conclusion", body.get("conclusion"));
      run.put("status", "completed");
    } else if (body.has("status")) {
      run.putNull("conclusion");
      run.putNull("completed_at");
    }
    JsonNode output = body.path("output");
    if (output.path("annotations").size() > MAX_ANNOTATIONS) {
      throw Reply.refused(422, "No more than 50 annotations are taken in one request");
    }
    List<JsonNode> all = annotations.computeIfAbsent(id, any -> new ArrayList<>());
    output.path("annotations").forEach(all::add);
    ObjectNode shown = run.withObject("/output");
    for (String field : List.of("title", "summary", "text")) {
      if (output.has(field)) {
        shown.set(field, output.get(field));
      }
    }
    shown.put("annotations_count", all.size());
    runs.put(id, run);
    return shown(id);
  }

  private ObjectNode shown(long id) {
    ObjectNode run = runs.getOrDefault(id, Json.object()).deepCopy();
    run.remove("repository");
    return run;
  }

  private Reply status(Call call) {
    FakeRepository repository = github.visible(call);
    String sha = call.path("sha");
    if (repository.commit(sha).isEmpty()) {
      throw Reply.refused(422, "No commit found for SHA: " + sha);
    }
    ObjectNode status = call.operation().example(201);
    for (String field : List.of("state", "context", "description", "target_url")) {
      if (call.body().has(field)) {
        status.set(field, call.body().get(field));
      }
    }
    statuses.add(status);
    return Reply.of(201, status);
  }
}
