package dev.sigil.testkit.github;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.json.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Comments on pull requests, and who may write to a repository. */
final class CommentResource implements Routes.Resource {
  private static final String REPOSITORY = " /repos/{owner}/{repo}";

  private record Comment(long repository, int issue, ObjectNode body) {}

  private final FakeGitHub github;
  private final Map<Long, Comment> comments = new TreeMap<>();
  private final Map<String, String> people = new HashMap<>();

  CommentResource(FakeGitHub github) {
    this.github = github;
  }

  @Override
  public void add(Routes routes) {
    routes
        .on("GET" + REPOSITORY + "/issues/{issue_number}/comments", this::list)
        .on("POST" + REPOSITORY + "/issues/{issue_number}/comments", this::create)
        .on("PATCH" + REPOSITORY + "/issues/comments/{comment_id}", this::update)
        .on("GET" + REPOSITORY + "/collaborators/{username}/permission", this::permission);
  }

  /** The texts of a pull request's comments, the oldest first. */
  List<String> texts(int issue) {
    return comments.values().stream()
        .filter(comment -> comment.issue() == issue)
        .map(comment -> comment.body().path("body").asText())
        .toList();
  }

  /** Lets a person comment. */
  void write(FakeRepository repository, int issue, String login, String text) {
    ObjectNode body =
        ApiDescription.published()
            .named("POST" + REPOSITORY + "/issues/{issue_number}/comments")
            .example(201);
    add(repository, issue, login, "User", body.put("body", text));
  }

  private ObjectNode add(
      FakeRepository repository, int issue, String login, String type, ObjectNode body) {
    long id = 4_000L + comments.size();
    body.put("id", id).withObject("/user").put("login", login).put("type", type);
    comments.put(id, new Comment(repository.id(), issue, body));
    return body;
  }

  void permit(String login, String permission) {
    people.put(login, permission);
  }

  private Reply list(Call call) {
    FakeRepository repository = github.visible(call);
    int issue = Integer.parseInt(call.path("issue_number"));
    int size = call.number("per_page", 30);
    ArrayNode found = Json.object().arrayNode();
    comments.values().stream()
        .filter(comment -> comment.repository() == repository.id())
        .filter(comment -> comment.issue() == issue)
        .skip((call.number("page", 1) - 1L) * size)
        .limit(size)
        .forEach(comment -> found.add(comment.body()));
    return Reply.ok(found);
  }

  private Reply create(Call call) {
    FakeRepository repository = github.visible(call);
    ObjectNode body = call.operation().example(201).put("body", call.body().path("body").asText());
    int issue = Integer.parseInt(call.path("issue_number"));
    return Reply.of(201, add(repository, issue, "sigil[bot]", "Bot", body));
  }

  private Reply update(Call call) {
    FakeRepository repository = github.visible(call);
    Comment comment = comments.get(Long.valueOf(call.path("comment_id")));
    if (comment == null || comment.repository() != repository.id()) {
      throw Reply.refused(404, "Not Found");
    }
    comment.body().put("body", call.body().path("body").asText());
    return Reply.ok(comment.body());
  }

  private Reply permission(Call call) {
    github.visible(call);
    String permission = people.get(call.path("username"));
    if (permission == null) {
      throw Reply.refused(404, call.path("username") + " is not a user");
    }
    return Reply.ok(call.operation().example(200).put("permission", permission));
  }
}
