package dev.sigil.scanner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text built to make a scanner hang, overflow or crash. */
class HostileTextTest {
  private static final String START = "tool exec( <!-- ";
  private static final List<String> PIECES =
      List.of(
          "[",
          "(",
          "{",
          "`${",
          "a(",
          "if(",
          "f(x=>",
          "def f(\n ",
          "x = f'{",
          "const {a:{",
          "eval([",
          "x = int(",
          "y = new URL(",
          "f(x)",
          "a = b + ",
          "&#x41;",
          "QUFB",
          "password=",
          "eyJ",
          "/",
          "/*",
          "\"",
          "\"\"\"",
          "\\",
          "a<b<",
          "=>",
          "@tool\ndef f(x):\n exec(x)\n",
          "exec(`${a}`);",
          "for(const x of ",
          "return ",
          "\u200b",
          "a:",
          ")",
          "]",
          "}",
          "\n",
          "x");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[",
        "(",
        "{",
        "`${",
        "a(",
        "if(",
        "x = f'{",
        "<!--",
        "const {a:{",
        "/*",
        "'",
        "x = int(",
        "new URL("
      })
  void repeatedOpening_endsInTime(String piece) {
    String text = START + piece.repeat(6_000);

    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          for (String path : List.of("a.py", "a.ts", "a.json", "a.html")) {
            assertThat(Scans.find(path, text)).hasSizeLessThan(200);
          }
        });
  }

  @Test
  void randomText_neverFails() {
    Random random = new Random(3);
    for (int round = 0; round < 500; round++) {
      StringBuilder text = new StringBuilder(START);
      for (int i = 0; i < 50; i++) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      String path = List.of("a.py", "a.tsx", "a.json", "b.html").get(round % 4);
      assertThat(Scans.find(path, text.toString())).hasSizeLessThan(200);
    }
  }
}
