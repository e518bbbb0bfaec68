package dev.sigil.scanner.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.scan.Verdict;
import dev.sigil.scanner.Scans;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocationTest {
  private static final String FLAW =
      "import os\n@mcp.tool()\ndef t(x: str):\n    os.system(f'ping {x}')\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "agent/testcase/a.py",
        "test-utils/a.py",
        "hack/testbox/idp.py",
        "sample-servers/proxy/main.py",
        "mcp-servers-example/bad.js",
        "benchmarks/input.json",
        "cookbook/agents/a.py",
        "src/auth/tests.rs",
        ".env.example",
        "config.yaml.dist"
      })
  void whatTestsAndSamplesHold_doesNotShip(String path) {
    assertThat(Location.of(path, "").shipped()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "src/latest.py",
        "counterexample/a.py",
        "src/benchmark.py",
        "contest/a.py",
        "attestation/a.py",
        "src/sample.py",
        "src/cookbook.py",
        "test.py"
      })
  void whatOnlySoundsLikeIt_ships(String path) {
    assertThat(Location.of(path, "").shipped()).isTrue();
  }

  @Test
  void mistakeInACopyOfAPackage_countsLess_attackDoesNot() {
    assertThat(Scans.find("third_party/acme/a.py", FLAW).getFirst().effect())
        .isEqualTo(Verdict.WARN);
    assertThat(Scans.find("vendors/a.py", FLAW).getFirst().effect()).isEqualTo(Verdict.BLOCK);
    assertThat(
            Scans.find("third_party/acme/a.py", "import base64\nexec(base64.b64decode(B))\n")
                .getFirst()
                .severity())
        .isEqualTo(
            Scans.find("a.py", "import base64\nexec(base64.b64decode(B))\n").getFirst().severity());
    assertThat(Location.of("vendor/acme.dev/a/b.go", "").foreign()).isTrue();
    assertThat(Location.of("src/vendor/routes.ts", "").foreign()).isFalse();
  }
}
