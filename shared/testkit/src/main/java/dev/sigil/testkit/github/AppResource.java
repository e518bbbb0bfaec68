package dev.sigil.testkit.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.json.Json;
import dev.sigil.testkit.github.Call.Caller;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The App, its installations and their tokens. */
final class AppResource implements Routes.Resource {
  private final FakeGitHub github;
  private final FakeGitHub.App app;
  private final Tokens tokens;

  AppResource(FakeGitHub github, FakeGitHub.App app, Tokens tokens) {
    this.github = github;
    this.app = app;
    this.tokens = tokens;
  }

  @Override
  public void add(Routes routes) {
    routes
        .on("GET /app", this::app)
        .on("GET /repos/{owner}/{repo}/installation", this::ofRepository)
        .on("GET /app/installations/{installation_id}", this::installation)
        .on("POST /app/installations/{installation_id}/access_tokens", this::token)
        .on("GET /installation/repositories", this::repositories);
  }

  private Reply app(Call call) {
    return Reply.ok(
        call.operation().example(200).put("id", 1).put("slug", "sigil").put("name", app.id()));
  }

  private Reply ofRepository(Call call) {
    FakeRepository repository =
        github
            .find(call.path("owner"), call.path("repo"))
            .orElseThrow(() -> Reply.refused(404, "Not Found"));
    long id =
        github
            .installation(call.path("owner"))
            .filter(found -> github.covers(found, repository))
            .orElseThrow(() -> Reply.refused(404, "Not Found"));
    return Reply.ok(installation(call.operation(), id));
  }

  private Reply installation(Call call) {
    return Reply.ok(installation(call.operation(), id(call)));
  }

  private long id(Call call) {
    long id = Long.parseLong(call.path("installation_id"));
    return github.owner(id).map(owner -> id).orElseThrow(() -> Reply.refused(404, "Not Found"));
  }

  private ObjectNode installation(ApiOperation operation, long id) {
    ObjectNode body = operation.example(200);
    String owner = github.owner(id).orElseThrow();
    body.put("id", id).put("access_tokens_url", url("/app/installations/" + id + "/access_tokens"));
    body.withObject("/account").put("login", owner).put("id", github.account(owner));
    body.set("permissions", permissions(app.permissions()));
    return body;
  }

  private Reply token(Call call) {
    long id = id(call);
    Map<String, String> asked = new TreeMap<>(app.permissions());
    JsonNode wanted = call.body().path("permissions");
    if (wanted.isObject()) {
      asked.clear();
      wanted.properties().forEach(grant -> asked.put(grant.getKey(), grant.getValue().asText()));
    }
    List<String> refused =
        asked.entrySet().stream()
            .filter(
                grant ->
                    !new ApiOperation.Grant(grant.getKey(), grant.getValue())
                        .coveredBy(app.permissions()))
            .map(Map.Entry::getKey)
            .toList();
    if (!refused.isEmpty()) {
      github.violation(call, "asks for a token with " + refused + ", which the App does not have");
      throw Reply.refused(422, "The permissions requested are not granted to this installation.");
    }
    boolean granted =
        asked.entrySet().stream()
            .allMatch(
                grant ->
                    new ApiOperation.Grant(grant.getKey(), grant.getValue())
                        .coveredBy(github.granted(id, app)));
    if (!granted) {
      throw Reply.refused(422, "The permissions requested are not granted to this installation.");
    }
    asked.put("metadata", "read");
    Tokens.Issued issued =
        tokens.issue(new Caller.Installed(id, github.owner(id).orElseThrow(), Map.copyOf(asked)));
    return Reply.of(
        201,
        Json.object()
            .put("token", issued.token())
            .put("expires_at", issued.expires().toString())
            .set("permissions", permissions(asked)));
  }

  private Reply repositories(Call call) {
    if (!(call.caller() instanceof Caller.Installed caller)) {
      throw Reply.refused(403, "You must authenticate with an installation access token");
    }
    List<FakeRepository> all = github.coveredBy(caller.installation());
    int size = call.number("per_page", 30);
    int page = call.number("page", 1);
    ObjectNode example = (ObjectNode) call.operation().example(200).path("repositories").get(0);
    ArrayNode shown = Json.object().arrayNode();
    all.stream()
        .skip((page - 1L) * size)
        .limit(size)
        .forEach(repository -> shown.add(github.describe(example.deepCopy(), repository)));
    Reply reply = Reply.ok(Json.object().put("total_count", all.size()).set("repositories", shown));
    if ((long) page * size >= all.size()) {
      return reply;
    }
    String next = url("/installation/repositories?per_page=" + size + "&page=" + (page + 1));
    Map<String, String> headers = new TreeMap<>(reply.headers());
    headers.put("Link", "<" + next + ">; rel=\"next\"");
    return new Reply(200, headers, reply.body());
  }

  private String url(String path) {
    return github.address() + path;
  }

  private static ObjectNode permissions(Map<String, String> permissions) {
    ObjectNode node = Json.object();
    new TreeMap<>(permissions).forEach(node::put);
    return node;
  }
}
