package dev.sigil.scanner.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LiteralIndexTest {
  @Test
  void overlappingLiterals_areAllFound() {
    assertThat(hits(List.of("he", "she", "hers", "his"), "uSHErs"))
        .containsExactly("1@4", "0@4", "2@6");
  }

  @Test
  void randomText_matchesNaiveSearch() {
    Random random = new Random(7);
    List<String> literals = List.of("a", "ab", "bab", "bc", "bca", "c", "caa");
    for (int round = 0; round < 300; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 40; i++) {
        text.append((char) ('a' + random.nextInt(4)));
      }
      assertThat(hits(literals, text.toString()))
          .containsExactlyInAnyOrderElementsOf(naive(literals, text.toString()));
    }
  }

  @Test
  void bytesBeyondAscii_areNoMatch() {
    assertThat(hits(List.of("k"), "\u212A ké")).containsExactly("0@5");
  }

  private static List<String> hits(List<String> literals, String text) {
    List<String> hits = new ArrayList<>();
    LiteralIndex.of(literals)
        .scan(
            text.getBytes(StandardCharsets.UTF_8), (literal, end) -> hits.add(literal + "@" + end));
    return hits;
  }

  private static List<String> naive(List<String> literals, String text) {
    List<String> hits = new ArrayList<>();
    for (int i = 0; i < literals.size(); i++) {
      for (int at = text.indexOf(literals.get(i));
          at >= 0;
          at = text.indexOf(literals.get(i), at + 1)) {
        hits.add(i + "@" + (at + literals.get(i).length()));
      }
    }
    return hits;
  }
}
