package dev.sigil.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.build.BuildPlan;
import dev.sigil.core.build.Language;
import dev.sigil.core.build.Scaling;
import dev.sigil.core.build.Tier;
import dev.sigil.core.build.Transport;
import dev.sigil.core.build.Visibility;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.ServerName;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.json.Json;
import dev.sigil.core.source.Repository;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerJsonTest {
  private static final RegistryNames NAMES = new RegistryNames("https://mcp.example/", "dev.sigil");

  @Test
  void of_gitHubRepository() {
    ObjectNode server =
        ServerJson.of(
            NAMES, deployment("acme", "https://github.com/Acme/weather.git"), plan("Forecasts"));

    assertThat(Json.pretty(server))
        .isEqualToNormalizingNewlines(
            """
            {
              "$schema" : "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
              "name" : "io.github.Acme/weather",
              "title" : "Weather",
              "description" : "Forecasts",
              "version" : "1.2.0",
              "repository" : {
                "url" : "https://github.com/Acme/weather",
                "source" : "github",
                "subfolder" : "srv"
              },
              "remotes" : [ {
                "type" : "streamable-http",
                "url" : "https://mcp.example/acme/weather/mcp"
              } ]
            }""");
    assertThat(ServerJsonRules.problems(server)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "acme, https://github.com/acme/weather, dev.sigil, io.github.acme/weather",
    "acme, ssh://git@github.com/acme/weather.git, dev.sigil, io.github.acme/weather",
    "mallory, https://github.com/acme/weather, dev.sigil, dev.sigil.mallory/weather",
    "mallory, https://github.com.evil.example/mallory/x, dev.sigil, dev.sigil.mallory/weather",
    "local, https://github.com/acme/weather, local, io.github.acme/weather",
    "local, /srv/weather, local, local/weather",
    "acme, https://gitlab.com/acme/weather, local, local.acme/weather"
  })
  void name_belongsToWhoMayUseIt(String workspace, String url, String space, String expected) {
    RegistryNames names = new RegistryNames("http://localhost:8080", space);
    Deployment deployment = deployment(workspace, url);

    assertThat(names.nameOf(deployment)).isEqualTo(expected);
    assertThat(ServerJsonRules.problems(ServerJson.of(names, deployment, plan("")))).isEmpty();
  }

  @Test
  void longDescription_isCutAtTheLimit() {
    ObjectNode server =
        ServerJson.of(NAMES, deployment("acme", "/srv/x"), plan("\ud83d\ude00".repeat(300)));

    String description = server.path("description").asText();
    assertThat(description.codePointCount(0, description.length())).isEqualTo(100);
    assertThat(ServerJsonRules.problems(server)).isEmpty();
    assertThat(server.has("repository")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "^1.0.0",
        "~1.2",
        ">=1",
        "<2",
        "1.x",
        "1.*",
        "1.2.X",
        "*",
        "1.0 - 2.0",
        "1 || 2",
        "latest",
        ""
      })
  void version_rangeIsRefused(String version) {
    assertThat(ServerJsonRules.problems(valid().put("version", version)))
        .isNotEmpty()
        .allMatch(problem -> problem.startsWith("version"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0.0", "2026-11-22", "1.0.0-x", "v1", "1.0.0+0123abc", "xtra"})
  void version_anyOtherTextIsTaken(String version) {
    assertThat(ServerJsonRules.problems(valid().put("version", version))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"weather", "a/b/c", "-a/b", "a/b-", "a_b/c", "/b", "a/", "a b/c"})
  void name_outsideThePatternIsRefused(String name) {
    assertThat(ServerJsonRules.problems(valid().put("name", name))).isNotEmpty();
  }

  @Test
  void everyProblem_isNamedAtOnce() {
    ObjectNode server =
        (ObjectNode)
            Json.parse(
                """
                {"name":"a/b","version":"1","title":" ","websiteUrl":"http://a.example",
                 "repository":{"url":"git@a.example:x"},
                 "icons":[{"src":"http://a.example/i.gif","mimeType":"image/gif","theme":"red"}],
                 "packages":[{"registryType":"apt","identifier":"a b","version":"^1",
                              "transport":{"type":"x"}},
                             {"registryType":"mcpb","identifier":"a","transport":{"type":"stdio"}}],
                 "remotes":[{"type":"stdio","url":"https://{tenant}.a.example/mcp"},
                            {"type":"sse","url":"/mcp"}]}""");
    server.putObject("_meta").putObject(ServerJsonRules.PUBLISHER).put("text", "x".repeat(4_096));

    assertThat(ServerJsonRules.problems(server)).hasSize(17).doesNotHaveDuplicates();
  }

  private static ObjectNode valid() {
    return ServerJson.of(NAMES, deployment("acme", "https://github.com/acme/weather"), plan("x"));
  }

  private static Deployment deployment(String workspace, String url) {
    return Deployment.create(
        new WorkspaceId(workspace),
        new ServerName("weather"),
        new Repository(url),
        "main",
        "srv",
        Instant.EPOCH);
  }

  private static BuildPlan plan(String description) {
    return new BuildPlan(
        "Weather",
        "1.2.0",
        description,
        Language.NODE,
        "",
        "srv",
        List.of(),
        List.of("node", "index.js"),
        Transport.STDIO,
        "/mcp",
        null,
        new TreeMap<>(),
        List.of(),
        Tier.SMALL,
        Scaling.DEFAULT,
        Visibility.PUBLIC,
        "mcp.yaml",
        List.of());
  }
}
