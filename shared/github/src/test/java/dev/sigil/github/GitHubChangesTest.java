package dev.sigil.github;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sigil.core.json.Json;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.Repository;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Comparisons in the shape of GitHub's own. */
class GitHubChangesTest {
  private static final Commit ONE = new Commit("1".repeat(40));
  private static final Commit TWO = new Commit("2".repeat(40));

  @TempDir private Path temporary;

  @SuppressWarnings("NullAway.Init")
  private HttpServer server;

  private String status = "ahead";
  private List<String> names = List.of();

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    ObjectNode body = Json.object();
    if (path.equals("/repos/acme/tools")) {
      body.put("id", 1).put("name", "tools").put("full_name", "acme/tools");
      body.putObject("owner").put("login", "acme");
    } else {
      assertThat(path).isEqualTo("/repos/acme/tools/compare/" + ONE + "..." + TWO);
      body.put("status", status).put("ahead_by", 1).put("total_commits", 1).putArray("commits");
      body.putObject("base_commit").put("sha", ONE.id());
      body.putObject("merge_base_commit").put("sha", ONE.id());
      ArrayNode files = body.putArray("files");
      names.forEach(name -> files.addObject().put("filename", name).put("status", "modified"));
      if (!names.isEmpty()) {
        ((ObjectNode) files.get(0)).put("status", "renamed").put("previous_filename", "old/a");
      }
    }
    byte[] bytes = Json.bytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private GitHubSourceFetcher fetcher() {
    URI api = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return new GitHubSourceFetcher(new GitHubConfig(api, null), temporary, InstantSource.system());
  }

  private Repository tools() {
    return new Repository("http://127.0.0.1:" + server.getAddress().getPort() + "/acme/tools.git");
  }

  @Test
  void files_areThoseOfTheComparisonWithBothNamesOfARenamedOne() {
    names = List.of("new/a", "b");
    assertThat(fetcher().changes(tools(), ONE, TWO).orElseThrow())
        .containsExactlyInAnyOrder("new/a", "old/a", "b");
  }

  @Test
  void commitThatDoesNotFollow_cannotBeCompared() {
    names = List.of("a");
    for (String other : List.of("diverged", "behind")) {
      status = other;
      assertThat(fetcher().changes(tools(), ONE, TWO)).isEmpty();
    }
    status = "identical";
    names = List.of();
    assertThat(fetcher().changes(tools(), ONE, TWO).orElseThrow()).isEmpty();
  }

  @Test
  void asManyFilesAsGitHubCompares_mayBeMore() {
    names = IntStream.range(0, 300).mapToObj(i -> "f" + i).toList();
    assertThat(fetcher().changes(tools(), ONE, TWO)).isEmpty();
  }
}
