package dev.sigil.scanner.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.sigil.scanner.detect.Deadline;
import dev.sigil.scanner.detect.Findings;
import dev.sigil.scanner.detect.Location;
import dev.sigil.scanner.detect.ScannedFile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Programs built to make the reader of Go and Java hang, overflow or crash. */
class HostileProgramTest {
  /* -Dsigil.fuzz.programs=100000 for a long run */
  private static final int PROGRAMS = Integer.getInteger("sigil.fuzz.programs", 300);
  private static final int PIECES_EACH = 60;
  private static final Deadline DEADLINE =
      new Deadline(InstantSource.fixed(Instant.EPOCH), Duration.ofDays(1));
  private static final FlowDetector DETECTOR = new FlowDetector();
  private static final String START = "@Tool mcp.CallToolRequest exec.Command( ";
  private static final List<String> PIECES =
      List.of(
          "[",
          "(",
          "{",
          "]",
          ")",
          "}",
          "a(",
          "if ",
          "if(",
          "x := ",
          "x = ",
          "a.b.",
          ".c(",
          "\n",
          "x",
          "\"",
          "`",
          "'",
          "\"\"\"",
          "/*",
          "//",
          "->",
          "x -> ",
          "::",
          "<",
          ">",
          "?",
          ":",
          ";",
          "func(",
          "func f(x mcp.CallToolRequest) {",
          "func (s *A) g(a, b string) error {",
          "@Tool void f(String x) {",
          "class A<B> extends C {",
          "record R(String a) {",
          "new ",
          "new A<B>(",
          "new int[] {",
          "switch x {case \"a\":",
          "switch (x) { case A -> ",
          "for ",
          "for (String s : x) ",
          "range ",
          "return ",
          "else ",
          "case ",
          "default:",
          "try (",
          "catch (E e) {",
          "type T struct {",
          "import (\"os\"",
          "map[string]",
          "[]string{",
          "&x",
          "exec.Command(\"sh\", \"-c\", x)",
          "os.ReadFile(x)",
          "Runtime.getRuntime().exec(x)",
          "sb.append(x)",
          "x += ",
          "x.equals(\"a\")",
          "f(x)",
          "x = f(x)",
          "this.a = x",
          ",",
          "+",
          "\u200b",
          "\0",
          "\\",
          "@",
          "=",
          "!=",
          "instanceof A a",
          "fmt.Sprintf(\"%d %s\", x, x)");

  @Test
  void randomPrograms_endWithoutFailure() {
    Random random = new Random(7);
    for (int round = 0; round < PROGRAMS; round++) {
      StringBuilder text = new StringBuilder(START);
      for (int i = 0; i < PIECES_EACH; i++) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      String path = round % 2 == 0 ? "a.go" : "A.java";
      assertThat(find(path, text.toString()).all()).hasSizeLessThan(200);
    }
  }

  @Test
  void repeatedPiece_endsInTime() {
    assertTimeoutPreemptively(
        Duration.ofMinutes(2),
        () -> {
          for (String piece : PIECES) {
            String text = START + "func f(x mcp.CallToolRequest) {" + piece.repeat(200);
            assertThat(find("a.go", text).all()).hasSizeLessThan(200);
            assertThat(find("A.java", text).all()).hasSizeLessThan(200);
          }
        });
  }

  private static Findings find(String path, String text) {
    Findings findings = new Findings();
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    ScannedFile file =
        new ScannedFile(
            Location.of(path, ""), content, 1, true, DEADLINE, ignored -> Optional.empty());
    DETECTOR.inspect(file, findings);
    FlowReview.review(findings);
    return findings;
  }
}
