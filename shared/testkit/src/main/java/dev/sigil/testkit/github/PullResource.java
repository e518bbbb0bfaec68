package dev.sigil.testkit.github;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.json.Json;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.SourceTree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Pull requests as they are, and the files that they change. */
final class PullResource implements Routes.Resource {
  private static final String PULL = " /repos/{owner}/{repo}/pulls/{pull_number}";

  private final FakeGitHub github;
  private final Map<Long, Map<Integer, Pull>> pulls = new HashMap<>();

  private record Pull(Commit head, String state, boolean merged) {}

  PullResource(FakeGitHub github) {
    this.github = github;
  }

  @Override
  public void add(Routes routes) {
    routes.on("GET" + PULL, this::pull).on("GET" + PULL + "/files", this::files);
  }

  void set(FakeRepository repository, int number, Commit head, boolean open, boolean merged) {
    pulls
        .computeIfAbsent(repository.id(), any -> new HashMap<>())
        .put(number, new Pull(head, open ? "open" : "closed", merged));
  }

  private Pull find(Call call) {
    Pull pull =
        pulls
            .getOrDefault(github.visible(call).id(), Map.of())
            .get(Integer.valueOf(call.path("pull_number")));
    if (pull == null) {
      throw Reply.refused(404, "Not Found");
    }
    return pull;
  }

  private Reply pull(Call call) {
    Pull pull = find(call);
    ObjectNode body =
        call.operation()
            .example(200)
            .put("number", Integer.parseInt(call.path("pull_number")))
            .put("state", pull.state())
            .put("merged", pull.merged())
            .put("draft", false);
    body.withObject("/head").put("sha", pull.head().id());
    return Reply.ok(body);
  }

  /* Every file of its head, as if the base had none. */
  private Reply files(Call call) {
    List<SourceTree.Entry> changed = github.visible(call).tree(find(call).head()).files();
    int size = call.number("per_page", 30);
    ArrayNode found = Json.object().arrayNode();
    changed.stream()
        .skip((call.number("page", 1) - 1L) * size)
        .limit(size)
        .forEach(
            file -> {
              ObjectNode item = call.operation().example(200).put("filename", file.path());
              item.remove("previous_filename");
              found.add(item);
            });
    return Reply.ok(found);
  }
}
