package dev.sigil.scanner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sigil.core.scan.CodeFrame;
import dev.sigil.core.scan.Confidence;
import dev.sigil.core.scan.Finding;
import dev.sigil.core.scan.FlowStep;
import dev.sigil.core.scan.ThreatClass;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingDetailTest {
  private static final String TOKEN = "glpat-" + "Zk3vQ9xW7bTn" + "R2mYc8Ls";
  private static final String INJECTION =
      """
      import subprocess
      @mcp.tool()
      def ping(host: str) -> str:
          target = host.strip()
          command = "ping -c 1 " + target
          return subprocess.getoutput(command)
      """;

  @Test
  void flow_isToldStepByStep() {
    Finding finding = only(INJECTION);

    assertThat(finding.steps())
        .extracting(FlowStep::line, FlowStep::text)
        .containsExactly(
            tuple(3, "def ping(host: str) -> str:"),
            tuple(4, "target = host.strip()"),
            tuple(5, "command = \"ping -c 1 \" + target"),
            tuple(6, "return subprocess.getoutput(command)"));
  }

  @Test
  void place_hasColumnAndFrame() {
    Finding finding = only(INJECTION);

    assertThat(finding.line()).isEqualTo(6);
    assertThat(finding.column()).isEqualTo(23);
    assertThat(finding.frame())
        .isEqualTo(
            new CodeFrame(
                4,
                List.of(
                    "    target = host.strip()",
                    "    command = \"ping -c 1 \" + target",
                    "    return subprocess.getoutput(command)")));
    assertThat(finding.threat()).isEqualTo(ThreatClass.COMMAND_INJECTION);
    assertThat(finding.confidence()).isEqualTo(Confidence.HIGH);
  }

  @Test
  void frame_hidesSecretsOfNeighbouringLines() {
    String content = "KEY = '" + TOKEN + "'\n" + INJECTION.replace("import subprocess\n", "");

    for (Finding finding : Scans.find("a.py", content)) {
      assertThat(finding.toString()).doesNotContain(TOKEN);
    }
    String beside = INJECTION.replace("target = host.strip()", "target = host + '" + TOKEN + "'");
    assertThat(Scans.find("a.py", beside)).hasSize(2);
    assertThat(Scans.find("a.py", beside).toString()).doesNotContain(TOKEN);
  }

  @Test
  void frame_escapesControlCharacters() {
    String content = INJECTION.replace("host.strip()", "host.strip() # \u001b[2J\u0007");

    assertThat(Scans.find("a.py", content).toString()).doesNotContain("\u001b", "\u0007");
  }

  private static Finding only(String content) {
    List<Finding> findings = Scans.find("a.py", content);
    assertThat(findings).hasSize(1);
    return findings.getFirst();
  }
}
