package dev.sigil.testkit.github;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.json.Json;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.SourceTree;
import java.util.Base64;
import java.util.Map;
import java.util.TreeSet;

/** Repositories, their refs, commits and files. */
final class RepositoryResource implements Routes.Resource {
  private static final String REPOSITORY = "GET /repos/{owner}/{repo}";

  private final FakeGitHub github;

  RepositoryResource(FakeGitHub github) {
    this.github = github;
  }

  @Override
  public void add(Routes routes) {
    routes
        .on(REPOSITORY, this::repository)
        .on(REPOSITORY + "/git/ref/{ref}", this::ref)
        .on(REPOSITORY + "/git/tags/{tag_sha}", this::tag)
        .on(REPOSITORY + "/git/trees/{tree_sha}", this::tree)
        .on(REPOSITORY + "/git/blobs/{file_sha}", this::blob)
        .on(REPOSITORY + "/branches/{branch}", this::branch)
        .on(REPOSITORY + "/commits/{ref}", this::commit)
        .on(REPOSITORY + "/commits/{commit_sha}/branches-where-head", this::heads)
        .on(REPOSITORY + "/tarball/{ref}", this::archive);
  }

  private Reply repository(Call call) {
    return Reply.ok(github.describe(call.operation().example(200), github.visible(call)));
  }

  private Reply ref(Call call) {
    FakeRepository repository = github.visible(call);
    String name = call.path("ref");
    if (repository.branches().isEmpty()) {
      throw Reply.refused(409, "Git Repository is empty.");
    }
    String leaf = name.substring(name.indexOf('/') + 1);
    boolean tag = name.startsWith("tags/");
    Commit commit = (tag ? repository.tags() : repository.branches()).get(leaf);
    if (commit == null || !(tag || name.startsWith("heads/"))) {
      throw Reply.refused(404, "Not Found");
    }
    ObjectNode body = call.operation().example(200).put("ref", "refs/" + name);
    object(body, tag ? "tag" : "commit", tag ? "f" + commit.id().substring(1) : commit.id());
    return Reply.ok(body);
  }

  /* The number of a tag's object is that of its commit, marked. */
  private Reply tag(Call call) {
    FakeRepository repository = github.visible(call);
    String sha = call.path("tag_sha");
    Commit commit =
        repository.tags().values().stream()
            .filter(found -> found.id().substring(1).equals(sha.substring(1)))
            .findFirst()
            .orElseThrow(() -> Reply.refused(404, "Not Found"));
    ObjectNode body = call.operation().example(200).put("sha", sha);
    object(body, "commit", commit.id());
    return Reply.ok(body);
  }

  static void object(ObjectNode body, String type, String sha) {
    body.withObject("/object").put("type", type).put("sha", sha);
  }

  private Reply branch(Call call) {
    FakeRepository repository = github.visible(call);
    Commit commit = repository.branches().get(call.path("branch"));
    if (commit == null) {
      throw Reply.refused(404, "Branch not found");
    }
    ObjectNode body = call.operation().example(200).put("name", call.path("branch"));
    body.withObject("/commit").put("sha", commit.id());
    return Reply.ok(body);
  }

  private Reply commit(Call call) {
    Commit commit =
        github
            .visible(call)
            .commit(call.path("ref"))
            .orElseThrow(() -> Reply.refused(422, "No commit found for SHA: " + call.path("ref")));
    return Reply.ok(call.operation().example(200).put("sha", commit.id()));
  }

  private Reply heads(Call call) {
    ArrayNode heads = Json.object().arrayNode();
    new TreeSet<>(
            github.visible(call).branches().entrySet().stream()
                .filter(branch -> branch.getValue().id().equals(call.path("commit_sha")))
                .map(Map.Entry::getKey)
                .toList())
        .forEach(
            name -> {
              ObjectNode head = call.operation().example(200).put("name", name);
              head.withObject("/commit").put("sha", call.path("commit_sha"));
              heads.add(head);
            });
    return Reply.ok(heads);
  }

  private Reply tree(Call call) {
    FakeRepository repository = github.visible(call);
    String sha = call.path("tree_sha");
    if (repository.branches().isEmpty()) {
      throw Reply.refused(409, "Git Repository is empty.");
    }
    Commit commit = repository.commit(sha).orElseThrow(() -> Reply.refused(404, "Not Found"));
    if (!call.query().containsKey("recursive")) {
      throw new IllegalStateException("only recursive trees are answered");
    }
    ObjectNode body =
        call.operation().example(200).put("sha", commit.id()).put("truncated", repository.huge());
    ArrayNode entries = body.putArray("tree");
    TreeSet<String> folders = new TreeSet<>();
    for (SourceTree.Entry file : repository.tree(commit).files()) {
      String path = file.path();
      for (int at = path.indexOf('/'); at > 0; at = path.indexOf('/', at + 1)) {
        if (folders.add(path.substring(0, at))) {
          entries
              .addObject()
              .put("path", path.substring(0, at))
              .put("mode", "040000")
              .put("type", "tree")
              .put("sha", "d".repeat(40));
        }
      }
      entries
          .addObject()
          .put("path", path)
          .put("mode", file.executable() ? "100755" : "100644")
          .put("type", "blob")
          .put("size", file.size())
          .put("sha", repository.blob(commit, path));
    }
    return Reply.ok(body);
  }

  private Reply blob(Call call) {
    byte[] content =
        github
            .visible(call)
            .content(call.path("file_sha"))
            .orElseThrow(() -> Reply.refused(404, "Not Found"));
    return Reply.ok(
        call.operation()
            .example(200)
            .put("content", Base64.getMimeEncoder().encodeToString(content))
            .put("encoding", "base64")
            .put("size", content.length)
            .put("sha", call.path("file_sha")));
  }

  private Reply archive(Call call) {
    FakeRepository repository = github.visible(call);
    Commit commit =
        repository
            .commit(call.path("ref"))
            .filter(found -> found.id().equals(call.path("ref")))
            .orElseThrow(() -> Reply.refused(404, "Not Found"));
    return Reply.redirect(
        302, github.address() + "/codeload/" + repository.id() + "/" + commit.id());
  }
}
