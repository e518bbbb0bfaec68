package dev.sigil.testkit.github;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.json.Json;
import dev.sigil.core.source.Commit;
import java.util.Base64;
import java.util.List;

/** What changes a repository: branches, files and pull requests. */
final class ChangeResource implements Routes.Resource {
  private static final String REPOSITORY = " /repos/{owner}/{repo}";

  private final FakeGitHub github;

  ChangeResource(FakeGitHub github) {
    this.github = github;
  }

  @Override
  public void add(Routes routes) {
    routes
        .on("POST" + REPOSITORY + "/git/refs", this::createRef)
        .on("GET" + REPOSITORY + "/contents/{path}", this::content)
        .on("PUT" + REPOSITORY + "/contents/{path}", this::write)
        .on("GET" + REPOSITORY + "/pulls", this::pulls)
        .on("POST" + REPOSITORY + "/pulls", this::open);
  }

  private Reply createRef(Call call) {
    FakeRepository repository = github.visible(call);
    String name = call.body().path("ref").asText();
    String branch = name.replaceFirst("^refs/heads/", "");
    Commit commit =
        repository
            .commit(call.body().path("sha").asText())
            .orElseThrow(() -> Reply.refused(422, "Object does not exist"));
    if (repository.branches().containsKey(branch)) {
      throw Reply.refused(422, "Reference already exists");
    }
    repository.branch(branch, commit);
    ObjectNode body = call.operation().example(201).put("ref", name);
    RepositoryResource.object(body, "commit", commit.id());
    return Reply.of(201, body);
  }

  private Reply content(Call call) {
    FakeRepository repository = github.visible(call);
    byte[] content =
        repository
            .commit(call.query().getOrDefault("ref", "main"))
            .flatMap(commit -> repository.file(commit, call.path("path")))
            .orElseThrow(() -> Reply.refused(404, "Not Found"));
    return Reply.ok(
        call.operation()
            .example(200)
            .put("path", call.path("path"))
            .put("size", content.length)
            .put("content", Base64.getMimeEncoder().encodeToString(content)));
  }

  private Reply write(Call call) {
    FakeRepository repository = github.visible(call);
    String branch = call.body().path("branch").asText("main");
    Commit head = repository.branches().get(branch);
    if (head == null) {
      throw Reply.refused(404, "Branch " + branch + " not found");
    }
    if (repository.file(head, call.path("path")).isPresent()) {
      throw Reply.refused(422, "\"sha\" wasn't supplied");
    }
    repository.write(
        branch,
        call.path("path"),
        Base64.getDecoder().decode(call.body().path("content").asText()));
    ObjectNode body = call.operation().example(201);
    body.withObject("/content").put("path", call.path("path"));
    return Reply.of(201, body);
  }

  private Reply pulls(Call call) {
    ArrayNode found = Json.object().arrayNode();
    FakeRepository repository = github.visible(call);
    String head = call.query().getOrDefault("head", "");
    String state = call.query().getOrDefault("state", "open");
    List<FakeRepository.Pull> pulls = repository.pulls();
    pulls.stream()
        .filter(pull -> head.isEmpty() || head.equals(repository.owner() + ":" + pull.head()))
        .filter(pull -> state.equals("all") || state.equals(pull.state()))
        .sorted((one, other) -> Integer.compare(other.number(), one.number()))
        .limit(call.number("per_page", 30))
        .forEach(pull -> found.add(describe(call.operation().example(200), repository, pull)));
    return Reply.ok(found);
  }

  private Reply open(Call call) {
    FakeRepository repository = github.visible(call);
    String head = call.body().path("head").asText();
    boolean open =
        repository.pulls().stream()
            .anyMatch(pull -> pull.head().equals(head) && pull.state().equals("open"));
    if (open || !repository.branches().containsKey(head)) {
      throw Reply.refused(422, "Validation Failed");
    }
    FakeRepository.Pull pull =
        repository.open(
            head, call.body().path("title").asText(), call.body().path("body").asText());
    return Reply.of(201, describe(call.operation().example(201), repository, pull));
  }

  private ObjectNode describe(
      ObjectNode body, FakeRepository repository, FakeRepository.Pull pull) {
    body.put("number", pull.number())
        .put("state", pull.state())
        .put("title", pull.title())
        .put("body", pull.body())
        .put(
            "html_url",
            github.address()
                + "/"
                + repository.owner()
                + "/"
                + repository.name()
                + "/pull/"
                + pull.number());
    body.putNull("merged_at");
    body.withObject("/head").put("ref", pull.head());
    return body;
  }
}
