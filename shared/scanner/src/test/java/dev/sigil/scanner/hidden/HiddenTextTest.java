package dev.sigil.scanner.hidden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.scan.Verdict;
import dev.sigil.scanner.Scans;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HiddenTextTest {
  @Test
  void tagBlock_blocksAndIsShown() {
    String hidden =
        "ignore"
            .chars()
            .mapToObj(c -> Character.toString(0xE0000 + c))
            .collect(Collectors.joining());

    assertThat(Scans.find("a.py", "x = 1\n\"\"\"Adds." + hidden + "\"\"\"\n"))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.rule()).isEqualTo("hidden/tag-characters");
              assertThat(finding.effect()).isEqualTo(Verdict.BLOCK);
              assertThat(finding.line()).isEqualTo(2);
              assertThat(finding.excerpt()).contains("\\u{E0069}");
            });
  }

  @Test
  void trojanSource_blocks() {
    assertThat(Scans.rules("a.ts", "if (level != \"user\u202E \u2066// admin\u2069 \u2066\") {"))
        .containsExactly("hidden/bidi-control");
  }

  @Test
  void controlWithinALineOfADocstring_warns() {
    String shown = "    if level != 'none\u202E\u2066': # admin\u2069\n";

    assertThat(Scans.rules("a.py", "\"\"\"Finds such lines:\n" + shown + "\"\"\"\n"))
        .containsExactly("hidden/invisible-character");
    assertThat(Scans.rules("a.py", "\"\"\"Finds such lines.\"\"\"\n" + shown))
        .containsExactly("hidden/bidi-control");
    assertThat(Scans.rules("a.py", "\"\"\"Adds.\n\u202E\"\"\"; run() #\u2066\n"))
        .containsExactly("hidden/bidi-control");
  }

  @Test
  void controlInATableOfCharacters_warns_inALongLineOfCodeItBlocks() {
    String table = "\u2025\u2027\u202a\u202c\\0\u202e\u803b\u00bd\u40bd".repeat(200);
    String code = "if(level!=\"user\"){a()} ".repeat(200);

    assertThat(Scans.rules("a.js", "t='" + table + "'"))
        .containsExactly("hidden/invisible-character");
    assertThat(Scans.rules("a.js", code + "\u202e" + code)).containsExactly("hidden/bidi-control");
  }

  @Test
  void runWithoutWidth_blocks_strayOneWarns() {
    assertThat(Scans.rules("a.ts", "a\u200b\u2060\u200b\u2060b"))
        .containsExactly("hidden/invisible-run");
    assertThat(Scans.rules("a.ts", "a\u200bb")).containsExactly("hidden/invisible-character");
  }

  @Test
  void runOfVariationSelectors_blocks() {
    assertThat(Scans.rules("a.ts", "eval(decode('" + "\uDB40\uDD01".repeat(8) + "'))"))
        .containsExactly("hidden/invisible-run");
  }

  @Test
  void terminalEscape_warns() {
    assertThat(Scans.rules("a.json", "{\"d\":\"x\u001b[8mhidden\u001b[0m\"}"))
        .containsExactly("hidden/terminal-escape");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\uFEFFconst a = 1",
        "// \u2764\uFE0F and \uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67",
        "// \uD83C\uDFF4\uDB40\uDC67\uDB40\uDC62\uDB40\uDC65\uDB40\uDC6E\uDB40\uDC67\uDB40\uDC7F",
        "// \u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645",
        "// na\u00efve \u4e2d\u6587"
      })
  void writingThatPeopleUse_isLeftAlone(String line) {
    assertThat(Scans.rules("a.ts", line)).isEmpty();
  }

  @Test
  void directionControlsInArabicTranslations_doNotBlock() {
    assertThat(
            Scans.find("locales/ar.json", "{\"a\":\"\u202B\u0645\u0631\u062D\u0628\u0627\u202C\"}"))
        .allSatisfy(finding -> assertThat(finding.effect()).isNotEqualTo(Verdict.BLOCK));
  }
}
