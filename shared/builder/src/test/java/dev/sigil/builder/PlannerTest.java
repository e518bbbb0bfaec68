package dev.sigil.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.build.BuildPlan;
import dev.sigil.core.build.BuildStep;
import dev.sigil.core.build.Language;
import dev.sigil.core.build.Transport;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlannerTest {
  private final Planner planner = new Planner();

  @Test
  void plan_ofEqualTrees_isEqual() {
    assertThat(plan("package.json", "{\"scripts\":{\"start\":\"node a.js\"}}"))
        .isEqualTo(plan("package.json", "{\"scripts\":{\"start\":\"node a.js\"}}"));
  }

  @Test
  void plan_ofNothing_saysWhatWasLookedFor() {
    assertThatThrownBy(() -> plan("README.md", "hello", "package.json", "{}"))
        .isInstanceOfSatisfying(
            SigilException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SERVER_NOT_DETECTED))
        .hasMessageContaining("server.json")
        .hasMessageContaining("go.mod")
        .hasMessageContaining("Dockerfile")
        .hasMessageContaining("package.json has no start script");
  }

  @Test
  void plan_ofSeveralServers_listsTheirFolders() {
    MemoryTree tree = twoServers();
    assertThat(planner.folders(tree)).containsExactly("servers/a", "servers/b");
    assertThatThrownBy(() -> planner.plan(tree, ""))
        .hasMessageContaining("servers/a\nservers/b")
        .isInstanceOfSatisfying(
            SigilException.class, e -> assertThat(e.hint()).contains("--folder servers/a"));
    assertThat(planner.plan(tree, "servers/b").folder()).isEqualTo("servers/b");
  }

  private static MemoryTree twoServers() {
    return MemoryTree.of(
        "servers/a/mcp.yaml", "{runtime: node, start: node a.js}",
        "servers/b/mcp.yaml", "{runtime: node, start: node b.js}",
        "examples/c/mcp.yaml", "{runtime: node, start: node c.js}");
  }

  @Test
  void plan_withManifest_overDetection() {
    BuildPlan plan =
        plan(
            "mcp.yaml", "{name: mine, build: [make all], transport: http, path: /x}",
            "package.json", "{\"name\":\"theirs\",\"scripts\":{\"start\":\"node a.js stdio\"}}");
    assertThat(plan.name()).isEqualTo("mine");
    assertThat(plan.steps()).extracting(BuildStep::command).containsExactly(List.of("make", "all"));
    assertThat(plan.start()).containsExactly("node", "a.js", "stdio");
    assertThat(plan.transport()).isEqualTo(Transport.HTTP);
    assertThat(plan.path()).isEqualTo("/x");
  }

  @Test
  void plan_withRuntimeInManifest_passesOverOtherLanguages() {
    BuildPlan plan =
        plan(
            "mcp.yaml", "runtime: python",
            "package.json", "{\"scripts\":{\"start\":\"node a.js\"}}",
            "requirements.txt", "mcp-server-time==1.0\n");
    assertThat(plan.runtime()).isEqualTo(Language.PYTHON);
    assertThat(plan.start()).endsWith("mcp-server-time");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "node dist/index.js | node dist/index.js",
        "NODE_ENV=production node 'a.js' | node a.js",
        "cross-env DEBUG=1 node a.js | node a.js",
        "npm run build && node dist/index.js | node dist/index.js",
        "tsc && node dist/index.js | node dist/index.js",
        "tsx src/index.ts | node_modules/.bin/tsx src/index.ts",
        "npx -y server-x --flag | npm exec --offline -- server-x --flag",
        "npx -y not-a-dependency | npm run --silent start",
        "node a.js; rm -rf / | npm run --silent start",
        "node $(cat /etc/passwd) | npm run --silent start",
        "node a.js > /dev/null | npm run --silent start",
      })
  void plan_startScript_withoutShell(String script, String expected) {
    String json =
        """
        {"scripts": {"build": "tsc", "start": "%s"}, "dependencies": {"server-x": "1"}}"""
            .formatted(script);
    assertThat(String.join(" ", plan("package.json", json).start())).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "node a.js --transport streamable-http,HTTP",
    "node a.js --transport=http,HTTP",
    "node a.js --stdio,STDIO",
    "node http.js,STDIO",
    "node a.js,STDIO"
  })
  void plan_transport_fromArguments(String script, Transport transport) {
    String json = "{\"scripts\":{\"start\":\"" + script + "\"}}";
    assertThat(plan("package.json", json).transport()).isEqualTo(transport);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "server.py | mcp.run() | STDIO",
        "server.py | mcp.run(transport=\"streamable-http\") | HTTP",
        "main.go | server.NewStreamableHTTPServer(s) | HTTP",
        "main.go | server.ServeStdio(s) | STDIO",
        "src/Main.java | new HttpServletStreamableServerTransportProvider() | HTTP",
        "src/index.ts | new StreamableHTTPServerTransport({}) | HTTP",
        "tests/index.ts | new StreamableHTTPServerTransport({}) | STDIO",
      })
  void plan_transport_fromSource(String file, String source, Transport transport) {
    BuildPlan plan = plan("mcp.yaml", "{runtime: node, start: run it}", file, source);
    assertThat(plan.transport()).isEqualTo(transport);
  }

  @Test
  void plan_smitheryThatComputes_fallsThrough() {
    BuildPlan plan =
        plan(
            "smithery.yaml",
            "startCommand: {type: stdio, commandFunction: \"(c) => ({command: c.x, args: []})\"}",
            "package.json",
            "{\"scripts\":{\"start\":\"node a.js\"}}");
    assertThat(plan.detectedBy()).isEqualTo("package.json");
    assertThat(plan.notes()).anyMatch(note -> note.contains("not evaluated"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "a/../..", "/etc", "a/../../b", ".git", "a\\b", "a\nb"})
  void plan_folderThatEscapes_isRefused(String folder) {
    assertThatThrownBy(() -> planner.plan(twoServers(), folder))
        .isInstanceOfSatisfying(
            SigilException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_UNSAFE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mcp.yaml",
        "package.json",
        "pyproject.toml",
        "pom.xml",
        "server.json",
        "smithery.yaml"
      })
  void plan_hugeManifest_isRefused(String file) {
    byte[] huge = " ".repeat(10 << 20).getBytes(StandardCharsets.UTF_8);
    assertInvalid(MemoryTree.of(Map.of(file, huge)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "package.json | {\"a\":",
        "package.json | []",
        "package.json | {\"name\":\"a\",\"name\":\"b\"}",
        "server.json | nonsense",
        "pyproject.toml | [project",
        "pom.xml | <project>",
        "pom.xml | <!DOCTYPE p [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><project>&x;</project>",
        "smithery.yaml | a: !!java.net.URL [x]",
        "mcp.yml | name: x",
      })
  void plan_malformedManifest_isRefused(String file, String content) {
    assertInvalid(MemoryTree.of(file, content));
  }

  @Test
  void plan_deepJson_isRefused() {
    assertInvalid(
        MemoryTree.of("package.json", "{\"a\":".repeat(50_000) + "1" + "}".repeat(50_000)));
  }

  @Test
  void plan_deepXml_isRefused() {
    assertInvalid(MemoryTree.of("pom.xml", "<a>".repeat(50_000) + "</a>".repeat(50_000)));
  }

  @Test
  void plan_hostileNames_becomeASafeName() {
    BuildPlan plan =
        plan(
            "package.json",
            "{\"name\":\"@x/$(rm -rf ~)\\nRUN evil\",\"main\":\"a.js\"}",
            "a.js",
            "");
    assertThat(plan.name()).matches("[a-z0-9]([a-z0-9._-]*[a-z0-9])?");
  }

  private void assertInvalid(MemoryTree tree) {
    assertThatThrownBy(() -> planner.plan(tree, ""))
        .isInstanceOfSatisfying(
            SigilException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MANIFEST_INVALID));
  }

  private BuildPlan plan(String... files) {
    return planner.plan(MemoryTree.of(files), "");
  }
}
