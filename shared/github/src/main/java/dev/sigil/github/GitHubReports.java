package dev.sigil.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.codehost.CheckRun;
import dev.sigil.core.codehost.CommitStatus;
import dev.sigil.core.codehost.EnvironmentDeployment;
import dev.sigil.core.codehost.Reports;
import dev.sigil.core.json.Json;
import dev.sigil.core.source.Repository;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Check runs, commit statuses and deployments on GitHub. Thread-safe. */
final class GitHubReports implements Reports {
  private static final Map<String, String> CHECKS = Map.of("checks", "write");
  private static final Map<String, String> STATUSES = Map.of("statuses", "write");
  private static final Map<String, String> DEPLOYMENTS = Map.of("deployments", "write");

  /** GitHub takes no more annotations in one request. */
  private static final int BATCH = 50;

  private static final int MAX_TEXT = 65_535;
  private static final int MAX_TITLE = 255;

  private final GitHubRequests github;

  GitHubReports(GitHubRequests github) {
    this.github = github;
  }

  @Override
  public long show(Repository repository, CheckRun check) {
    return github.ask(repository, CHECKS, (rest, path) -> show(rest, path, check));
  }

  private static long show(Rest rest, String path, CheckRun check) throws IOException {
    Optional<JsonNode> known = known(rest, path, check);
    List<CheckRun.Annotation> missing =
        check
            .annotations()
            .subList(
                Math.min(
                    known.map(GitHubReports::annotations).orElse(0), check.annotations().size()),
                check.annotations().size());
    ObjectNode body = body(check);
    output(body, check, missing.subList(0, Math.min(BATCH, missing.size())));
    Long given = check.number();
    Optional<Long> number =
        known.map(found -> found.path("id").asLong()).or(() -> Optional.ofNullable(given));
    long shown =
        number.isPresent()
            ? rest.send("PATCH", path + "/check-runs/" + number.get(), body).path("id").asLong()
            : rest.send("POST", path + "/check-runs", body.put("head_sha", check.commit().id()))
                .path("id")
                .asLong();
    for (int from = BATCH; from < missing.size(); from += BATCH) {
      ObjectNode more = Json.object();
      output(more, check, missing.subList(from, Math.min(from + BATCH, missing.size())));
      rest.send("PATCH", path + "/check-runs/" + shown, more);
    }
    return shown;
  }

  /* GitHub adds annotations to those it has, so that it has to be asked how many these are. */
  private static Optional<JsonNode> known(Rest rest, String path, CheckRun check)
      throws IOException {
    if (check.number() != null) {
      return check.annotations().isEmpty()
          ? Optional.empty()
          : Optional.of(rest.get(path + "/check-runs/" + check.number()));
    }
    JsonNode runs =
        rest.get(
            path
                + "/commits/"
                + check.commit()
                + "/check-runs?filter=all&per_page=100&check_name="
                + Rest.encoded(check.name()));
    for (JsonNode run : runs.path("check_runs")) {
      if (run.path("external_id").asText().equals(check.key())) {
        return Optional.of(run);
      }
    }
    return Optional.empty();
  }

  private static int annotations(JsonNode run) {
    return run.at("/output/annotations_count").asInt();
  }

  private static ObjectNode body(CheckRun check) {
    ObjectNode body =
        Json.object()
            .put("name", check.name())
            .put("external_id", check.key())
            .put("started_at", check.startedAt().toString());
    if (check.detailsUrl() != null) {
      body.put("details_url", check.detailsUrl());
    }
    if (check.conclusion() == null) {
      body.put("status", "in_progress");
    } else {
      body.put("status", "completed").put("conclusion", lower(check.conclusion()));
    }
    if (check.completedAt() != null) {
      body.put("completed_at", check.completedAt().toString());
    }
    ArrayNode actions = body.putArray("actions");
    check
        .actions()
        .forEach(
            action ->
                actions
                    .addObject()
                    .put("identifier", action.id())
                    .put("label", action.label())
                    .put("description", action.description()));
    return body;
  }

  private static void output(ObjectNode body, CheckRun check, List<CheckRun.Annotation> some) {
    ObjectNode output =
        body.putObject("output")
            .put("title", cut(check.title(), MAX_TITLE))
            .put("summary", cut(check.summary(), MAX_TEXT));
    if (check.text() != null) {
      output.put("text", cut(check.text(), MAX_TEXT));
    }
    ArrayNode annotations = output.putArray("annotations");
    some.forEach(
        annotation ->
            annotations
                .addObject()
                .put("path", annotation.path())
                .put("start_line", annotation.line())
                .put("end_line", annotation.line())
                .put("annotation_level", lower(annotation.level()))
                .put("title", cut(annotation.title(), MAX_TITLE))
                .put("message", cut(annotation.message(), MAX_TEXT)));
  }

  @Override
  public void show(Repository repository, CommitStatus status) {
    ObjectNode body =
        Json.object()
            .put("state", lower(status.state()))
            .put("context", status.context())
            .put("description", status.description());
    if (status.url() != null) {
      body.put("target_url", status.url());
    }
    github.ask(
        repository,
        STATUSES,
        (rest, path) -> rest.send("POST", path + "/statuses/" + status.commit(), body));
  }

  @Override
  public long show(Repository repository, EnvironmentDeployment deployment) {
    return github.ask(
        repository,
        DEPLOYMENTS,
        (rest, path) -> {
          long number = number(rest, path, deployment);
          rest.send("POST", path + "/deployments/" + number + "/statuses", status(deployment));
          return number;
        });
  }

  private static long number(Rest rest, String path, EnvironmentDeployment deployment)
      throws IOException {
    Long known = deployment.number();
    if (known != null) {
      return known;
    }
    JsonNode all =
        rest.get(
            path
                + "/deployments?per_page=100&sha="
                + deployment.commit()
                + "&environment="
                + Rest.encoded(deployment.environment()));
    for (JsonNode one : all) {
      if (key(one).equals(deployment.key())) {
        return one.path("id").asLong();
      }
    }
    ObjectNode body =
        Json.object()
            .put("ref", deployment.commit().id())
            .put("auto_merge", false)
            .put("environment", deployment.environment())
            .put("transient_environment", deployment.temporary())
            .put("production_environment", deployment.environment().startsWith("production"))
            .put("description", deployment.description());
    body.putArray("required_contexts");
    body.putObject("payload").put("release", deployment.key());
    return rest.send("POST", path + "/deployments", body).path("id").asLong();
  }

  /* GitHub gives a payload back as the object or as its text. */
  private static String key(JsonNode deployment) {
    JsonNode payload = deployment.path("payload");
    try {
      JsonNode object = payload.isTextual() ? Json.parse(payload.textValue()) : payload;
      return object.path("release").asText();
    } catch (Json.MalformedException e) {
      return "";
    }
  }

  private static ObjectNode status(EnvironmentDeployment deployment) {
    ObjectNode body =
        Json.object()
            .put("state", lower(deployment.state()))
            .put("description", deployment.description());
    if (deployment.url() != null) {
      body.put("environment_url", deployment.url());
    }
    if (deployment.logUrl() != null) {
      body.put("log_url", deployment.logUrl());
    }
    return body;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String cut(String text, int length) {
    return text.length() > length ? text.substring(0, length - 1) + "…" : text;
  }
}
