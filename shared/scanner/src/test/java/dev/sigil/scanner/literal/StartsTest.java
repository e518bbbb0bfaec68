package dev.sigil.scanner.literal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartsTest {
  private static final Starts STARTS = Starts.of(RandomTexts.REGEXES, Map.of());

  @Test
  void everyMatch_beginsWhereItMay() {
    Random random = new Random(7);
    int matched = 0;
    for (int round = 0; round < 20_000; round++) {
      String text = RandomTexts.next(random);
      Map<Integer, BitSet> starts = STARTS.in(text, all());
      for (int i = 0; i < RandomTexts.PATTERNS.size(); i++) {
        Matcher matcher = RandomTexts.PATTERNS.get(i).matcher(text);
        for (int from = 0;
            from <= text.length() && matcher.find(from);
            from = matcher.start() + 1) {
          matched++;
          assertThat(starts.getOrDefault(i, all(text.length())).get(matcher.start()))
              .as(text)
              .isTrue();
        }
      }
    }
    assertThat(matched).isGreaterThan(500);
  }

  @Test
  void matches_beginNowhereElse() {
    Map<Integer, BitSet> starts = STARTS.in("Please forget the\n prior rules, ignored.", all());
    assertThat(starts).containsEntry(0, BitSet.valueOf(new long[] {1L << 7}));
  }

  @Test
  void onlyWhatIsAsked_isTold() {
    assertThat(STARTS.in("ignore all previous rules", new BitSet())).isEmpty();
  }

  @Test
  void optionalAndRepeatedParts_areLeftOrTaken() {
    assertThat(LeadingLiterals.of("\\b(?:all )?(?:the){2,}"))
        .get()
        .satisfies(leading -> assertThat(leading).containsExactlyInAnyOrder("all the", "the"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\s*token", "[^x]token", "(secret )*\\w+", "(a|key)\\d", ".token"})
  void uncertainStart_isNotTold(String regex) {
    assertThat(LeadingLiterals.of(regex)).isEmpty();
  }

  private static BitSet all() {
    return all(RandomTexts.REGEXES.size());
  }

  private static BitSet all(int size) {
    BitSet all = new BitSet();
    all.set(0, size);
    return all;
  }
}
