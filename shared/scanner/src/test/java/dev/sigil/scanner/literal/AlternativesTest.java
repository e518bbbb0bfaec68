package dev.sigil.scanner.literal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AlternativesTest {
  @Test
  void onlyTheOutermostAreTakenApart() {
    assertThat(Alternatives.of("a(b|c)|[|(]\\|d|(e|(f|g))"))
        .containsExactly("a(b|c)", "[|(]\\|d", "(e|(f|g))");
  }

  @Test
  void withoutAlternatives_isOne() {
    assertThat(Alternatives.of("(a|b)c")).containsExactly("(a|b)c");
  }
}
