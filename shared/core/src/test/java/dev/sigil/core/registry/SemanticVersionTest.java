package dev.sigil.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SemanticVersionTest {
  /** Semantic Versioning 2.0.0, §11. */
  @Test
  void order_ofTheSpecification() {
    List<String> ascending =
        List.of(
            "0.9.10",
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "1.0.0",
            "1.10.0",
            "2.0.0",
            "2.0.99999999999999999999");

    for (int i = 1; i < ascending.size(); i++) {
      assertThat(of(ascending.get(i))).isGreaterThan(of(ascending.get(i - 1)));
      assertThat(of(ascending.get(i - 1))).isLessThan(of(ascending.get(i)));
    }
  }

  @Test
  void buildMetadata_doesNotCount() {
    assertThat(of("1.0.0+a")).isEqualByComparingTo(of("1.0.0+b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1.0", "v1.0.0", "01.0.0", "1.0.0-01", "1.0.0-", "1.0.0+", "", "x"})
  void otherText_isNoSemanticVersion(String text) {
    assertThat(SemanticVersion.parse(text)).isEmpty();
  }

  private static SemanticVersion of(String text) {
    return SemanticVersion.parse(text).orElseThrow();
  }
}
