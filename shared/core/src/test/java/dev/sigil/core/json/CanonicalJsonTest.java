package dev.sigil.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalJsonTest {
  /** RFC 8785, §3.2.2 and §3.2.3: the specification's own example. */
  @Test
  void write_exampleOfRfc8785() {
    String input =
        """
        {"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
         "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
         "literals": [null, true, false]}""";

    assertThat(CanonicalJson.write(Json.parse(input)))
        .isEqualTo(
            "{\"literals\":[null,true,false],"
                + "\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
  }

  @Test
  void members_areSortedByUtf16CodeUnits() {
    String input = "{\"\\u20ac\":1,\"\\r\":2,\"\\ud83d\\ude00\":3,\"1\":4,\"\\ufb33\":5}";

    assertThat(CanonicalJson.write(Json.parse(input)))
        .isEqualTo("{\"\\r\":2,\"1\":4,\"€\":1,\"\ud83d\ude00\":3,\"\ufb33\":5}");
  }

  @ParameterizedTest
  @CsvSource({
    "1.0, 1",
    "-0.0, 0",
    "1e20, 100000000000000000000",
    "1e21, 1e+21",
    "123456.0e-12, 1.23456e-7",
    "1.5e300, 1.5e+300",
    "-0.000001, -0.000001",
    "9223372036854775807, 9223372036854775807"
  })
  void number_isWrittenAsEcmaScriptDoes(String input, String canonical) {
    assertThat(CanonicalJson.write(Json.parse(input))).isEqualTo(canonical);
  }

  @Test
  void number_beyondDouble_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CanonicalJson.write(Json.parse("[1.5e999]")));
  }

  @Test
  void empties() {
    assertThat(CanonicalJson.write(Json.parse("{\"b\":{}, \"a\":[]}")))
        .isEqualTo("{\"a\":[],\"b\":{}}");
  }
}
