package dev.sigil.scanner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.scan.Verdict;
import org.junit.jupiter.api.Test;

class RuleSamplesTest {
  private static final String FLAW =
      "import os\n@mcp.tool()\ndef t(x: str):\n    os.system(f'ping {x}')\n";
  private static final String RULE = "# A rule.\nrules:\n  - id: shell\n    languages: [python]\n";

  @Test
  void samplesBesideTheirRules_countLess() {
    assertThat(Scans.scan(collection(20, RULE)).verdict()).isEqualTo(Verdict.WARN);
  }

  @Test
  void codeElsewhereInACollection_counts() {
    assertThat(Scans.scan(collection(20, RULE).with("server.py", FLAW)).verdict())
        .isEqualTo(Verdict.BLOCK);
  }

  @Test
  void fewRulesOrOtherSettings_makeNoCollection() {
    assertThat(Scans.scan(collection(3, RULE)).verdict()).isEqualTo(Verdict.BLOCK);
    assertThat(Scans.scan(collection(20, "model:\n  - id: large\n")).verdict())
        .isEqualTo(Verdict.BLOCK);
  }

  private static MemoryTree collection(int size, String beside) {
    MemoryTree tree = MemoryTree.of("python/sql.fixed.py", FLAW).with("python/sql.yaml", beside);
    for (int i = 1; i < size; i++) {
      tree = tree.with("python/r" + i + ".py", "x = 1\n").with("python/r" + i + ".yaml", beside);
    }
    return tree;
  }
}
