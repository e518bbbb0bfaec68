package dev.sigil.scanner.literal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenRunTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "(?:^|[^0-9A-Za-z_])(gh[pousr]_[0-9A-Za-z]{36})(?:[^0-9A-Za-z_]|$) 40",
        "(?i)key\\s{0,4}[:=]\\s{0,4}([0-9a-f]{32}|x[0-9a-f]{40}) 32",
        "ab(?:-c)?d 3",
        "ab(?:\\sc)?d 2",
        "(?:[0-9]{2}-){3}[^a]z 9",
        "[^a]{40} 0",
        "(?P<name>a{40}) 0"
      })
  void shortest_isWhatIsCertain(String regex, int length) {
    assertThat(TokenRun.shortest(regex)).isEqualTo(length);
  }

  @Test
  void isIn_agreesWithCounting() {
    Random random = new Random(11);
    for (int round = 0; round < 2_000; round++) {
      byte[] text = new byte[random.nextInt(40)];
      for (int i = 0; i < text.length; i++) {
        text[i] = (byte) (random.nextInt(4) == 0 ? ' ' : 'a');
      }
      int from = random.nextInt(text.length + 1);
      int length = 1 + random.nextInt(9);
      assertThat(TokenRun.isIn(text, from, text.length, length))
          .as(new String(text, StandardCharsets.US_ASCII))
          .isEqualTo(counted(text, from, length));
    }
  }

  private static boolean counted(byte[] text, int from, int length) {
    int run = 0;
    for (int i = from; i < text.length; i++) {
      run = text[i] == 'a' ? run + 1 : 0;
      if (run >= length) {
        return true;
      }
    }
    return false;
  }
}
