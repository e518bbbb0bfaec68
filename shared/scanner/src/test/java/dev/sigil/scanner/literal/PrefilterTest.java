package dev.sigil.scanner.literal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PrefilterTest {
  private static final Prefilter PREFILTER = Prefilter.ofPatterns(RandomTexts.REGEXES);

  @Test
  void whatMatches_isNeverLeftOut() {
    Random random = new Random(5);
    int matched = 0;
    for (int round = 0; round < 20_000; round++) {
      String text = RandomTexts.next(random);
      for (int i = 0; i < RandomTexts.PATTERNS.size(); i++) {
        if (RandomTexts.PATTERNS.get(i).matcher(text).find()) {
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
