package dev.sigil.scanner.literal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PrefilterTest {
  private static final List<String> REGEXES =
      List.of(
          "\\b(ignore|forget) (all |the |your )*(previous|prior)\\s+rules?",
          "you\\s+must\\s*not",
          "忽略(之前|以上)[^。]{0,4}指令|必ず",
          "</?(system|inst)>|\\[inst\\]",
          "[áa]b?c{2}d");
  private static final List<Pattern> PATTERNS =
      REGEXES.stream()
          .map(regex -> Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE))
          .toList();
  private static final List<String> WORDS =
      List.of(
          "ignore",
          "Forget",
          " ALL",
          " previous",
          " rules",
          "rule",
          "you",
          "mu\u017ft",
          "not",
          " ",
          "\n\t ",
          "忽略",
          "之前",
          "的",
          "指令",
          "必ず",
          "</",
          "system",
          "INST",
          ">",
          "[",
          "]",
          "Á",
          "a",
          "b",
          "cc",
          "C",
          "d",
          "\u212A");
  private static final Prefilter PREFILTER = Prefilter.ofPatterns(REGEXES);

  @Test
  void whatMatches_isNeverLeftOut() {
    Random random = new Random(5);
    int matched = 0;
    for (int round = 0; round < 20_000; round++) {
      String text =
          Stream.generate(() -> WORDS.get(random.nextInt(WORDS.size())))
              .limit(random.nextInt(12))
              .collect(Collectors.joining());
      for (int i = 0; i < PATTERNS.size(); i++) {
        if (PATTERNS.get(i).matcher(text).find()) {
          matched++;
          assertThat(PREFILTER.candidates(text).get(i)).as(text).isTrue();
        }
      }
    }
    assertThat(matched).isGreaterThan(500);
  }

  @Test
  void ordinaryText_hasNoCandidates() {
    assertThat(PREFILTER.candidates("Returns the weather of a city, in degrees.").get(0)).isFalse();
    assertThat(PREFILTER.candidates("Returns the weather of a city, in degrees.").get(1)).isFalse();
  }

  @Test
  void literals_areFoundInAnyCase() {
    Prefilter prefilter = Prefilter.ofLiterals(List.of(List.of("nc", "Bash -i"), List.of("curl")));
    assertThat(prefilter.candidates("BASH \n-i").stream()).containsExactly(0);
    assertThat(prefilter.candidates("x NC").stream()).containsExactly(0);
    assertThat(prefilter.candidates("cur l").stream()).isEmpty();
    assertThat(prefilter.candidates("").stream()).isEmpty();
  }
}
