package dev.sigil.scanner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.scan.Finding;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnitTestsTest {
  private static final String SERVER =
      """
      const { exec } = require('child_process');
      server.tool('run', { command: z.string() }, async ({ command }) => {
        exec(`ls ${command}`);
      });
      """;
  private static final String PYTHON_SERVER =
      """
      import os
      from mcp.server.fastmcp import FastMCP

      mcp = FastMCP("files")

      @mcp.tool()
      def run(name: str) -> str:
          return os.popen(f"ls {name}").read()

      if __name__ == "__main__":
          mcp.run()
      """;
  private static final String PLAIN = "console.log('hello');\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tests/test_server.py",
        "pkg/test/unit/conftest.py",
        "tests/server_test.py",
        "src/index.test.ts",
        "a.spec.mjs",
        "pkg/server_test.go",
        "src/test/java/a/ServerTest.java",
        "core/src/test/java/a/ServerIT.java"
      })
  void nameThatARunnerCollects_isAUnitTest(String path) {
    assertThat(UnitTests.isCollected(path)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "test_server.py",
        "tests/servers/evil.py",
        "test/server.js",
        "src/test.ts",
        "src/latest.ts",
        "fixtures/tool.json",
        "src/main/java/a/LoadTest.java",
        "evals/test.md"
      })
  void anyOtherName_isNone(String path) {
    assertThat(UnitTests.isCollected(path)).isFalse();
  }

  @Test
  void unitTestThatNothingNames_isNotJudgedAsCode() {
    MemoryTree tree = MemoryTree.of("src/run.test.js", SERVER).with("src/index.js", PLAIN);

    assertThat(injections(tree)).isEmpty();
  }

  @Test
  void serverOfATestsName_isJudged() {
    MemoryTree tree = MemoryTree.of("tests/servers/blind_test.py", PYTHON_SERVER);

    assertThat(injections(tree)).hasSize(1);
  }

  @Test
  void testThatStartsAServer_isNotJudgedAsCode() {
    String test = PYTHON_SERVER + "\ndef test_run():\n    assert run('x')\n";

    assertThat(injections(MemoryTree.of("tests/servers/run_test.py", test))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "require('./run.test');",
        "import './run.test.js';",
        "await import(`${root}/src/run.test.js`);"
      })
  void unitTestThatCodeLoads_isJudged(String loads) {
    MemoryTree tree = MemoryTree.of("src/run.test.js", SERVER).with("src/index.js", loads);

    assertThat(injections(tree)).hasSize(1);
  }

  @Test
  void pythonTestThatIsImported_isNamed() {
    UnitTests tests = new UnitTests();
    tests.learn("from tests.test_tools import run".getBytes(StandardCharsets.UTF_8));

    assertThat(tests.isNamed("tests/test_tools.py")).isTrue();
    assertThat(tests.isNamed("tests/test_other.py")).isFalse();
  }

  private static List<Finding> injections(MemoryTree tree) {
    return Scans.scan(tree).findings().stream()
        .filter(finding -> finding.rule().equals("taint/command-injection"))
        .toList();
  }
}
